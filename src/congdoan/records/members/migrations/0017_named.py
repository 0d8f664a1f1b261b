"""Who bears a name, found by the words of it, at the units of a list: an index of each person's words, and what asks it.

A list of a province or of the country is narrowed by words that tens of thousands bear. The bounds would have each of
them looked at by the role of pages; the function looks as the tables' owner, keeps the same bounds itself, and answers
with keys, no more than are asked for. Of words that many bear, a list goes unit by unit from the rarest, by what the
planner knows of them.
"""

from django.db import migrations

INDEX = "CREATE INDEX member_words ON members_member USING gin (string_to_array(folded, ' '))"

_BEARS = "word >= asked[place] AND word < asked[place] || chr(1114111)"
_BEARS_RAREST = _BEARS.replace("place", "rarest")

# The units of the list: those that are given, or a unit and all beneath it on a day, by the index that holds these alone.
_HOMES = """
    SELECT unnest(homes) AS id
    UNION ALL SELECT unit_id FROM org_lineage WHERE ancestor_id = top AND superseded IS NULL AND (span @> on_day) IS TRUE
"""
_WITHIN_REACH = "(is_everywhere OR {home} IN (SELECT reach.unit_id FROM asker_reach() AS reach))"
_WITHIN = f"(is_whole OR {{home}} IN ({_HOMES})) AND {_WITHIN_REACH}"

_MEANT = """(wanted = '' OR person.sex = wanted) AND NOT EXISTS (
                SELECT FROM unnest(asked) AS part WHERE strpos(' ' || person.folded, ' ' || part) = 0
            )"""

NAMED = f"""
-- The keys of persons whose names hold words that begin as each of `asked`, kept at `homes`, or at `top` and all
-- beneath it on a day; only of a sex where one is `wanted`; no more than `most`. Without an asker it finds nobody.
-- A word that no more than `few` bear is rare; so many units as `walked` are gone through.
CREATE FUNCTION members_named(
    asked text[], homes bigint[], top bigint, on_day date, wanted text, most int, few int, walked int
)
RETURNS SETOF bigint LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    is_everywhere boolean := asker_is_everywhere();
    is_whole boolean := EXISTS (
        SELECT FROM org_place WHERE unit_id = top AND parent_id IS NULL AND superseded IS NULL
    );
    spelled text[] := '{{}}';
    places int[] := '{{}}';
    rarest int := 1;
    fewest bigint;
    borne bigint;
    met text;
    bearing text := '';
BEGIN
    IF NOT is_everywhere AND asker_id() IS NULL THEN
        RETURN;
    END IF;

    -- The words that there are, step by step along their index; and how many bear them, as far as it matters.
    FOR place IN 1 .. cardinality(asked) LOOP
        SELECT min(word) INTO met FROM members_word WHERE {_BEARS};
        IF met IS NULL THEN
            RETURN;
        END IF;
        WHILE met IS NOT NULL LOOP
            spelled := array_append(spelled, met);
            places := array_append(places, place);
            SELECT min(word) INTO met FROM members_word WHERE word > met AND {_BEARS};
        END LOOP;
        IF homes IS NULL THEN
            SELECT count(*) INTO borne FROM (SELECT FROM members_word WHERE {_BEARS} LIMIT few + 1) AS counted;
            IF borne > few THEN  -- which of common words is the rarer, by what the planner knows of them
                SELECT few + 1 + coalesce(sum(common.share) * 1000000, 0)::bigint INTO borne
                FROM pg_stats AS known, unnest(known.most_common_vals::text::text[], known.most_common_freqs)
                    AS common(word, share)
                WHERE known.tablename = 'members_word' AND known.attname = 'word' AND {_BEARS};
            END IF;
            IF fewest IS NULL OR borne < fewest THEN
                fewest := borne;
                rarest := place;
            END IF;
        END IF;
    END LOOP;

    IF homes IS NULL AND fewest <= few THEN
        -- A rare word: whoever bears it, and the others too.
        RETURN QUERY SELECT person.id FROM (
            SELECT DISTINCT member_id, home_id FROM members_word WHERE {_BEARS_RAREST}
        ) AS bearer JOIN members_member AS person ON person.id = bearer.member_id
        WHERE {_WITHIN.format(home="bearer.home_id")} AND {_MEANT}
        LIMIT most;
    ELSIF cardinality(asked) > 1 AND homes IS NULL
        AND (SELECT count(*) > walked FROM (SELECT FROM ({_HOMES}) AS unit LIMIT walked + 1) AS many) THEN
        -- Common words in too many units to go through: whoever bears all of them, by the index of each person's words.
        FOR place IN 1 .. cardinality(asked) LOOP
            bearing := bearing || format(
                ' AND string_to_array(folded, '' '') && %L::text[]',
                (SELECT array_agg(told.word) FROM unnest(spelled, places) AS told(word, nth) WHERE told.nth = place)
            );
        END LOOP;
        RETURN QUERY EXECUTE 'SELECT id FROM members_member AS person WHERE ($1 = '''' OR sex = $1) AND ($2 OR home_id IN (
                SELECT unit_id FROM org_lineage WHERE ancestor_id = $3 AND superseded IS NULL AND (span @> $4) IS TRUE
            )) AND ($5 OR home_id IN (SELECT reach.unit_id FROM asker_reach() AS reach))' || bearing || ' LIMIT $6'
        USING wanted, is_whole, top, on_day, is_everywhere, most;
    ELSE
        -- Unit by unit, no further than is asked for.
        RETURN QUERY SELECT borne_there.id FROM ({_HOMES}) AS unit CROSS JOIN LATERAL (
            SELECT DISTINCT person.id FROM unnest(spelled, places) AS told(word, nth)
            JOIN members_word AS held ON held.word = told.word AND held.home_id = unit.id
            JOIN members_member AS person ON person.id = held.member_id
            WHERE told.nth = rarest AND {_MEANT}
            OFFSET 0
        ) AS borne_there
        WHERE {_WITHIN_REACH.format(home="unit.id")}
        LIMIT most;
    END IF;
END $$;
"""
NOT_NAMED = "DROP FUNCTION members_named(text[], bigint[], bigint, date, text, int, int, int)"


class Migration(migrations.Migration):
    dependencies = [("members", "0016_listed"), ("org", "0013_lives")]
    operations = [
        migrations.RunSQL(INDEX, "DROP INDEX member_words"),
        migrations.RunSQL(NAMED, NOT_NAMED),
    ]
