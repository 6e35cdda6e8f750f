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

// Migrate makes the table, or brings it up to date, in one transaction. Any number of processes may do so at once, and again:
// it does nothing where nothing is to be done. A table that a newer version has made is an error. Who keeps the rights to
// do so from the service calls it in their deployment.
func (s *Store) Migrate(ctx context.Context) error {
	if err := s.prepare(ctx); err != nil {
		return err
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return failed("migrating", err)
	}
	defer rollback(tx)
	if err := s.migrate(ctx, tx); err != nil {
		return failed("migrating", err)
	}
	return failed("migrating", tx.Commit())
}

// prepare makes what migrations need. PostgreSQL does it below the lock, for there two that make the same table at once fail.
func (s *Store) prepare(ctx context.Context) error {
	if s.dialect != SQLite {
		return nil
	}
	var patience int
	if err := s.db.QueryRowContext(ctx, `PRAGMA busy_timeout`).Scan(&patience); err != nil {
		return failed("migrating", err)
	}
	if patience == 0 {
		return errors.New("sqlstore: SQLite is opened without a busy time-out, so writers that meet would fail: open it with _pragma=busy_timeout(5000)")
	}
	_, err := s.db.ExecContext(ctx, s.text(createVersion))
	return failed("migrating", err)
}

const createVersion = `CREATE TABLE IF NOT EXISTS {t}_version (version INTEGER NOT NULL)`

func (s *Store) text(sql string) string {
	bytes := "BLOB"
	if s.dialect == PostgreSQL {
		bytes = "BYTEA"
	}
	return strings.NewReplacer("{t}", s.table, "{bytes}", bytes).Replace(sql)
}

func (s *Store) migrate(ctx context.Context, tx *sql.Tx) error {
	if err := s.lock(ctx, tx); err != nil {
		return err
	}
	version := 0
	err := tx.QueryRowContext(ctx, s.text(`SELECT version FROM {t}_version`)).Scan(&version)
	if errors.Is(err, sql.ErrNoRows) {
		_, err = tx.ExecContext(ctx, s.text(`INSERT INTO {t}_version (version) VALUES (0)`))
	}
	switch {
	case err != nil:
		return err
	case version > len(migrations):
		return fmt.Errorf("the table %s has version %d, and this program knows but %d", s.table, version, len(migrations))
	case version == len(migrations):
		return nil
	}
	for _, all := range migrations[version:] {
		for _, one := range all {
			if _, err := tx.ExecContext(ctx, s.text(one)); err != nil {
				return err
			}
		}
	}
	_, err = tx.ExecContext(ctx, s.text(fmt.Sprintf(`UPDATE {t}_version SET version = %d`, len(migrations))))
	return err
}

// lock keeps all others who migrate out until the transaction ends. In SQLite any write does that.
func (s *Store) lock(ctx context.Context, tx *sql.Tx) error {
	if s.dialect == SQLite {
		_, err := tx.ExecContext(ctx, s.text(`UPDATE {t}_version SET version = version`))
		return err
	}
	if _, err := tx.ExecContext(ctx, s.text(`SELECT pg_advisory_xact_lock(hashtext('{t}'))`)); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, s.text(createVersion))
	return err
}
