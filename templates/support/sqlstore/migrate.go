package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// migrations bring the table {t} from each version to the next. A released one is never changed.
var migrations = [...][]string{
	{
		`CREATE TABLE {t} (
			id TEXT NOT NULL PRIMARY KEY,
			fingerprint TEXT NOT NULL,
			state TEXT NOT NULL,
			fence BIGINT NOT NULL,
			lease_until BIGINT NOT NULL,
			expires_at BIGINT NOT NULL,
			answer {bytes}
		)`,
		`CREATE INDEX {t}_expires_at ON {t} (expires_at)`,
	},
}

// Migrate makes the table, or brings it up to date, as the function of that name does. Who keeps the rights to do so from the
// service calls it in their deployment.
func (s *Store) Migrate(ctx context.Context) error {
	bytes := "BLOB"
	if s.dialect == PostgreSQL {
		bytes = "BYTEA"
	}
	spell := strings.NewReplacer("{t}", s.table, "{bytes}", bytes)
	var steps [][]string
	for _, all := range migrations {
		var step []string
		for _, one := range all {
			step = append(step, spell.Replace(one))
		}
		steps = append(steps, step)
	}
	return Migrate(ctx, s.db, s.dialect, s.table, steps...)
}

// Migrate brings tables of a service's own up to date, in one transaction. Each step is the statements that make of one version
// the next; a released one is never changed. name tells these tables from others that have versions too; it is spelt as
// Options.Table, and what their version is stands in name_version.
//
// Any number of processes may do so at once, and again: it does nothing where nothing is to be done. Tables that a newer
// version of the program has made are ErrNewer, and stay as they are.
func Migrate(ctx context.Context, db *sql.DB, d Dialect, name string, steps ...[]string) error {
	if !plain(name) || name == "" {
		return fmt.Errorf("sqlstore: %q is no name of at most 40 lower-case letters, digits and _", name)
	}
	m := migration{dialect: d, table: name + "_version", steps: steps}
	if err := m.prepare(ctx, db); err != nil {
		return failed("migrating", err)
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return failed("migrating", err)
	}
	defer rollback(tx)
	if err := m.run(ctx, tx); err != nil {
		return failed("migrating", err)
	}
	return failed("migrating", tx.Commit())
}

// ErrNewer is that tables have been migrated by a newer version of the program than this one. Where each step leaves what the
// version before it needs, so that an old replica may start while new ones do or after they were rolled back, it is no reason
// to stop.
var ErrNewer = errors.New("a newer version of the program has migrated the tables")

// migration is one run of Migrate.
type migration struct {
	dialect Dialect
	table   string // where the version stands
	steps   [][]string
}

// prepare makes what migrations need. PostgreSQL does it below the lock, for there two that make the same table at once fail.
func (m *migration) prepare(ctx context.Context, db *sql.DB) error {
	if m.dialect != SQLite {
		return nil
	}
	var patience int
	if err := db.QueryRowContext(ctx, `PRAGMA busy_timeout`).Scan(&patience); err != nil {
		return err
	}
	if patience == 0 {
		return errors.New("SQLite is opened without a busy time-out, so writers that meet would fail: open it with _pragma=busy_timeout(5000)")
	}
	_, err := db.ExecContext(ctx, m.createVersion())
	return err
}

func (m *migration) createVersion() string {
	return `CREATE TABLE IF NOT EXISTS ` + m.table + ` (version INTEGER NOT NULL)`
}

func (m *migration) run(ctx context.Context, tx *sql.Tx) error {
	if err := m.lock(ctx, tx); err != nil {
		return err
	}
	version := 0
	err := tx.QueryRowContext(ctx, `SELECT version FROM `+m.table).Scan(&version)
	if errors.Is(err, sql.ErrNoRows) {
		_, err = tx.ExecContext(ctx, `INSERT INTO `+m.table+` (version) VALUES (0)`)
	}
	switch newest := len(m.steps); {
	case err != nil:
		return err
	case version > newest:
		return fmt.Errorf("%w: %s says %d, and this one knows but %d", ErrNewer, m.table, version, newest)
	case version == newest:
		return nil
	}
	for _, step := range m.steps[version:] {
		for _, one := range step {
			if _, err := tx.ExecContext(ctx, one); err != nil {
				return err
			}
		}
	}
	_, err = tx.ExecContext(ctx, fmt.Sprintf(`UPDATE %s SET version = %d`, m.table, len(m.steps)))
	return err
}

// lock keeps all others who migrate out until the transaction ends. In SQLite any write does that.
func (m *migration) lock(ctx context.Context, tx *sql.Tx) error {
	if m.dialect == SQLite {
		_, err := tx.ExecContext(ctx, `UPDATE `+m.table+` SET version = version`)
		return err
	}
	if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(hashtext('`+m.table+`'))`); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, m.createVersion())
	return err
}
