"""Sổ Công Đoàn: what each union did, written once, and every figure above it counted from there."""
