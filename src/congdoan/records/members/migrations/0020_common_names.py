"""Whoever bears several common words is found by the two rarest of them, unit by unit, before any person is looked at.

A province has ten thousand who bear one word of a name; each was fetched to be asked for the others. Which of a name's
words are common is what the planner knows of them: such are no longer counted first.
"""

from django.db import migrations

_FROM, _TO = '(asked[place] COLLATE "C")', '(asked[place] || chr(1114111)) COLLATE "C"'
_BEARS = f"word >= {_FROM} AND word < {_TO}"

# The units of the list: those that are given, or a unit and all beneath it on a day. The unit is an array of one, which
# the index does not answer that keeps two ways up apart: planned for any unit it was taken, and took fifty times as long.
_HOMES = """
    SELECT unnest(homes) AS id
    UNION ALL SELECT unit_id FROM org_lineage
    WHERE ancestor_id = ANY (ARRAY[top]) AND superseded IS NULL AND (span @> on_day) IS TRUE
"""
_WITHIN_REACH = "(is_everywhere OR {home} IN (SELECT reach.unit_id FROM asker_reach() AS reach))"
_WITHIN = f"(is_whole OR {{home}} IN ({_HOMES})) AND {_WITHIN_REACH}"
_MEANT = "(wanted = '' OR person.sex = wanted) AND (' ' || person.folded) LIKE ALL (meant)"

NAMED = f"""
-- The keys of persons whose names hold words that begin as each of `asked`, kept at `homes`, or at `top` and all
-- beneath it on a day; only of a sex where one is `wanted`; no more than `most`. Without an asker it finds nobody.
-- A word that no more than `few` bear is rare; so many units as `walked` are gone through.
CREATE OR REPLACE FUNCTION members_named(
    asked text[], homes bigint[], top bigint, on_day date, wanted text, most int, few int, walked int
)
RETURNS SETOF bigint LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    is_everywhere boolean := asker_is_everywhere();
    is_whole boolean := EXISTS (
        SELECT FROM org_place WHERE unit_id = top AND parent_id IS NULL AND superseded IS NULL
    );
    -- Patterns of names that hold the words: what is a sign of patterns stands for itself.
    meant text[] := (
        SELECT array_agg('% ' || regexp_replace(word, '([\\\\%_])', '\\\\\\1', 'g') || '%') FROM unnest(asked) AS word
    );
    spelled text[] := '{{}}';
    places int[] := '{{}}';
    borne bigint[] := '{{}}';
    ranked int[];
    rarest int;
    common text[];
    shares real[];
    held real;
    met text;
    bearing text := '';
    rare text[];
    rare_too text[];
BEGIN
    IF NOT is_everywhere AND asker_id() IS NULL THEN
        RETURN;
    END IF;
    IF homes IS NULL THEN
        SELECT known.most_common_vals::text::text[], known.most_common_freqs, kept.reltuples INTO common, shares, held
        FROM pg_stats AS known JOIN pg_class AS kept ON kept.oid = 'members_word'::regclass
        WHERE known.schemaname = 'public' AND known.tablename = 'members_word' AND known.attname = 'word';
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
        borne[place] := 0;
        IF homes IS NULL THEN
            borne[place] := (
                SELECT coalesce(sum(share) * held, 0) FROM unnest(common, shares) AS told(word, share) WHERE {_BEARS}
            );
            IF borne[place] <= few THEN
                borne[place] := (
                    SELECT count(*) FROM (SELECT FROM members_word WHERE {_BEARS} LIMIT few + 1) AS counted
                );
            END IF;
        END IF;
    END LOOP;
    ranked := ARRAY(SELECT place FROM unnest(borne) WITH ORDINALITY AS told(bearers, place) ORDER BY bearers, place);
    rarest := ranked[1];

    IF homes IS NULL AND borne[rarest] <= few THEN
        -- A rare word: whoever bears it, and the others too.
        RETURN QUERY SELECT person.id FROM (
            SELECT DISTINCT member_id, home_id FROM members_word WHERE {_BEARS.replace("place", "rarest")}
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
        -- Unit by unit, no further than is asked for: whoever bears the rarest word and the next, then all of them.
        rare := ARRAY(SELECT word FROM unnest(spelled, places) AS told(word, nth) WHERE nth = rarest);
        rare_too := ARRAY(
            SELECT word FROM unnest(spelled, places) AS told(word, nth) WHERE nth = coalesce(ranked[2], rarest)
        );
        RETURN QUERY SELECT borne_there.id FROM ({_HOMES}) AS unit CROSS JOIN LATERAL (
            SELECT person.id FROM (
                SELECT member_id FROM members_word WHERE home_id = unit.id AND word = ANY (rare)
                INTERSECT SELECT member_id FROM members_word WHERE home_id = unit.id AND word = ANY (rare_too)
            ) AS bearer JOIN members_member AS person ON person.id = bearer.member_id
            WHERE {_MEANT}
            OFFSET 0
        ) AS borne_there
        WHERE {_WITHIN_REACH.format(home="unit.id")}
        LIMIT most;
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("members", "0019_suspensions_bounded")]
    operations = [migrations.RunSQL(NAMED, migrations.RunSQL.noop)]
