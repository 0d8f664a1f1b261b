"""The words of people's names, one a row: an index finds them by equality and by how they begin, also under the bounds.

What compares them (`=`, `>=`, `<` on text) is leakproof, so PostgreSQL lets it go first; a pattern would have to wait for the
bounds and be tried on every row within reach. Triggers keep them: no writer can forget.
"""

from django.db import migrations

from congdoan.base.sql import written_by_functions

WORDS = """
CREATE TABLE members_word (
    word text COLLATE "C" NOT NULL,
    home_id bigint NOT NULL,
    member_id bigint NOT NULL,
    PRIMARY KEY (word, home_id, member_id)
);

CREATE FUNCTION members_words_come() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO members_word (word, home_id, member_id)
    SELECT DISTINCT word, home_id, id FROM came, string_to_table(folded, ' ') AS word
    WHERE home_id IS NOT NULL AND erased_at IS NULL AND word <> '';
    RETURN NULL;
END $$;

CREATE FUNCTION members_words_go() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    DELETE FROM members_word AS held USING (
        SELECT word, home_id, id FROM went, string_to_table(folded, ' ') AS word
    ) AS gone WHERE (held.word, held.home_id, held.member_id) = (gone.word, gone.home_id, gone.id);
    RETURN NULL;
END $$;

CREATE FUNCTION members_words_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM went JOIN came USING (id)
        WHERE (went.folded, went.home_id, went.erased_at) IS DISTINCT FROM (came.folded, came.home_id, came.erased_at)
    ) THEN
        RETURN NULL;
    END IF;
    DELETE FROM members_word AS held USING (
        SELECT word, went.home_id, went.id FROM went JOIN came USING (id), string_to_table(went.folded, ' ') AS word
        WHERE (went.folded, went.home_id, went.erased_at) IS DISTINCT FROM (came.folded, came.home_id, came.erased_at)
    ) AS gone WHERE (held.word, held.home_id, held.member_id) = (gone.word, gone.home_id, gone.id);
    INSERT INTO members_word (word, home_id, member_id)
    SELECT DISTINCT word, came.home_id, came.id
    FROM went JOIN came USING (id), string_to_table(came.folded, ' ') AS word
    WHERE (went.folded, went.home_id, went.erased_at) IS DISTINCT FROM (came.folded, came.home_id, came.erased_at)
        AND came.home_id IS NOT NULL AND came.erased_at IS NULL AND word <> '';
    RETURN NULL;
END $$;

CREATE TRIGGER members_words_come AFTER INSERT ON members_member
    REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION members_words_come();
CREATE TRIGGER members_words_go AFTER DELETE ON members_member
    REFERENCING OLD TABLE AS went FOR EACH STATEMENT EXECUTE FUNCTION members_words_go();
CREATE TRIGGER members_words_change AFTER UPDATE ON members_member
    REFERENCING OLD TABLE AS went NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION members_words_change();

INSERT INTO members_word (word, home_id, member_id)
SELECT DISTINCT word, home_id, id FROM members_member, string_to_table(folded, ' ') AS word
WHERE home_id IS NOT NULL AND erased_at IS NULL AND word <> '';

CREATE POLICY within_reach ON members_word USING (
    (SELECT asker_is_everywhere()) OR home_id IN (SELECT reach.unit_id FROM asker_reach() AS reach)
);
ALTER TABLE members_word ENABLE ROW LEVEL SECURITY;
"""
NO_WORDS = """
DROP TRIGGER members_words_change ON members_member;
DROP TRIGGER members_words_go ON members_member;
DROP TRIGGER members_words_come ON members_member;
DROP FUNCTION members_words_change();
DROP FUNCTION members_words_go();
DROP FUNCTION members_words_come();
DROP TABLE members_word;
"""


class Migration(migrations.Migration):
    dependencies = [("members", "0005_bounds")]
    operations = [migrations.RunSQL(WORDS, NO_WORDS), written_by_functions("members_word")]
