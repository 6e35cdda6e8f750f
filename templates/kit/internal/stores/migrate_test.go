package stores

import (
	"database/sql"
	"errors"
	"sync"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/sqlstore"
)

func TestMigrate(t *testing.T) {
	eachSQL(t, func(t *testing.T, p place) {
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() {
				_, db, err := p.connect()
				if err != nil {
					t.Error(err)
				}
				db.Close()
			})
		}
		group.Wait()
		s, db := p.open(t)
		_, err := db.Exec("UPDATE idempotency_records_version SET version = 99")
		check(t, err)
		if err := s.(*sqlstore.Store).Migrate(t.Context()); !errors.Is(err, sqlstore.ErrNewer) {
			t.Error("a table of a newer version is taken:", err)
		}
		var tables int
		check(t, db.QueryRow("SELECT count(*) FROM idempotency_records_version").Scan(&tables))
		if tables != 1 {
			t.Errorf("%d versions", tables)
		}
	})
}

// steps of a table of a service's own. The second can't be done twice.
var steps = [][]string{
	{"CREATE TABLE things (id TEXT NOT NULL PRIMARY KEY)", "INSERT INTO things (id) VALUES ('first')"},
	{"ALTER TABLE things ADD COLUMN title TEXT", "INSERT INTO things (id, title) VALUES ('second', 't')"},
}

func things(t *testing.T, db *sql.DB) (n int) {
	t.Helper()
	check(t, db.QueryRow("SELECT count(*) FROM things").Scan(&n))
	return n
}

func TestMigrateOwnTables(t *testing.T) {
	eachSQL(t, func(t *testing.T, p place) {
		_, db := p.open(t)
		d := p.options.Dialect
		check(t, sqlstore.Migrate(t.Context(), db, d, "things", steps[:1]...))
		var group sync.WaitGroup
		for range 8 { // each as a process of its own
			group.Go(func() {
				_, db, err := p.connect()
				if err == nil {
					err = sqlstore.Migrate(t.Context(), db, d, "things", steps...)
					db.Close()
				}
				if err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if n := things(t, db); n != 2 {
			t.Errorf("%d rows", n)
		}
		if err := sqlstore.Migrate(t.Context(), db, d, "things", steps[:1]...); !errors.Is(err, sqlstore.ErrNewer) {
			t.Error("an old program says", err)
		}
		if err := sqlstore.Migrate(t.Context(), db, d, "Things; --"); err == nil {
			t.Error("any name will do")
		}
	})
}

// TestMigrateWhole fails in the middle of the second step: nothing of either is there.
func TestMigrateWhole(t *testing.T) {
	eachSQL(t, func(t *testing.T, p place) {
		_, db := p.open(t)
		broken := [][]string{steps[0], {"INSERT INTO things (id) VALUES ('second')", "INSERT INTO things (id) VALUES ('first')"}}
		if err := sqlstore.Migrate(t.Context(), db, p.options.Dialect, "things", broken...); err == nil {
			t.Fatal("it doesn't fail")
		}
		if _, err := db.Exec("SELECT id FROM things"); err == nil {
			t.Error("the first step is done")
		}
		check(t, sqlstore.Migrate(t.Context(), db, p.options.Dialect, "things", steps...))
		if n := things(t, db); n != 2 {
			t.Errorf("%d rows", n)
		}
	})
}
