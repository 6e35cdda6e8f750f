package sqlstore

import (
	"encoding/hex"
	"errors"
	"strings"

	"github.com/bylaw-dev/bylaw/templates/support/idempotency"
)

// Dialect is the SQL of a database.
type Dialect uint8

// The databases that are known.
const (
	SQLite     Dialect = iota // 3.35 or newer
	PostgreSQL                // 12 or newer
)

// queries are the statements of a store. $1 is the record's ID and $2 its fence, where nothing else is said.
type queries struct {
	read, claim, cut, renew, hold, finish, abandon, evict string
}

// over and left are Record.Over and what Record.Free asks for besides, of the row {t} at the time {now}.
const (
	over = `({t}.expires_at <= {now} AND NOT ({t}.state = 'processing' AND {t}.lease_until > {now}))`
	left = `({t}.state = 'pending' OR ({t}.state = 'processing' AND {t}.lease_until <= {now}))`
)

// queries spells the statements out for a table.
func (d Dialect) queries(table string) queries {
	sql := func(text, now string) string {
		text = strings.NewReplacer("{over}", over, "{left}", left).Replace(text)
		text = strings.NewReplacer("{t}", table, "{now}", now).Replace(text)
		if d == SQLite {
			text = strings.ReplaceAll(text, "$", "?")
		}
		return text
	}
	return queries{
		read: sql(`SELECT fingerprint, state, fence, lease_until, expires_at, answer FROM {t} WHERE id = $1`, ""),
		// $1 ID, $2 fingerprint, $3 now, $4 lease, $5 end. The condition makes it atomic: of two who find a record free one gets it.
		claim: sql(`INSERT INTO {t} (id, fingerprint, state, fence, lease_until, expires_at) VALUES ($1, $2, 'processing', $3, $4, $5)
			ON CONFLICT (id) DO UPDATE SET fingerprint = excluded.fingerprint, state = 'processing', lease_until = excluded.lease_until,
				expires_at = excluded.expires_at, answer = NULL,
				fence = CASE WHEN {t}.fence >= excluded.fence THEN {t}.fence + 1 ELSE excluded.fence END
			WHERE {over} OR {t}.fingerprint = excluded.fingerprint AND {left}
			RETURNING fence`, "$3"),
		cut:     sql(`UPDATE {t} SET lease_until = $3 WHERE id = $1 AND fence = $2 AND state = 'processing' AND lease_until > $3`, ""),
		hold:    sql(`UPDATE {t} SET fence = fence WHERE id = $1 AND fence = $2`, ""),
		renew:   sql(`UPDATE {t} SET lease_until = $3 WHERE id = $1 AND fence = $2`, ""),
		finish:  sql(`UPDATE {t} SET state = $3, answer = $4, expires_at = $5 WHERE id = $1 AND fence = $2`, ""),
		abandon: sql(`UPDATE {t} SET state = 'pending' WHERE id = $1 AND fence = $2 AND state = 'processing'`, ""),
		// $1 now, $2 limit. The condition stands twice, for between the two somebody may have claimed the record.
		evict: sql(`DELETE FROM {t} WHERE {over} AND id IN (SELECT id FROM {t} WHERE {over} ORDER BY expires_at LIMIT $2)`, "$1"),
	}
}

func hexOf(f idempotency.Fingerprint) string { return hex.EncodeToString(f[:]) }

func fingerprint(text string) (f idempotency.Fingerprint, err error) {
	if n, err := hex.Decode(f[:], []byte(text)[:min(len(text), 2*len(f))]); err != nil || n != len(f) {
		return f, errors.New("sqlstore: a record's fingerprint can't be read")
	}
	return f, nil
}
