"""The desk: pages for officials."""
