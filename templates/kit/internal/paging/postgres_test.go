package paging

import (
	"database/sql"
	"os"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"

	"github.com/bylaw-dev/bylaw/templates/kit/internal/pgtest"
	"github.com/bylaw-dev/bylaw/templates/support/pagination"
)

var server *pgtest.Server

func TestMain(m *testing.M) {
	server = pgtest.Start()
	code := m.Run()
	server.Stop()
	os.Exit(code)
}

func openPostgres(t *testing.T) *sql.DB {
	t.Helper()
	db, err := sql.Open("pgx", server.Database(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	exec(t, db, `CREATE TABLE items (id BIGINT PRIMARY KEY, tenant TEXT NOT NULL, name TEXT COLLATE "C" NOT NULL, score DOUBLE PRECISION NOT NULL, at BIGINT NOT NULL, grp TEXT COLLATE "C")`)
	return db
}

func TestPostgres(t *testing.T) { walks(t, openPostgres(t), pagination.Postgres, 6) }

// A page deep in a list costs what the first one does there, too.
func TestPostgresIndexIsUsed(t *testing.T) {
	db := openPostgres(t)
	exec(t, db, "CREATE INDEX by_name ON items (tenant, name, id)")
	exec(t, db, "CREATE INDEX by_name_down ON items (tenant, name DESC, id)")
	exec(t, db, "INSERT INTO items SELECT n, 't', 'name ' || n % 1000, 0, 0, NULL FROM generate_series(1, 20000) n")
	exec(t, db, "ANALYZE items")
	p, _ := pagination.New(pagination.Options{Keys: []pagination.Key{pagination.RandomKey()}})
	for name, want := range map[string]string{
		"name":      "Index Cond: ((items.tenant = 't'::text) AND (ROW(items.name, items.id) > ROW('m'::text, '1'::bigint)))",
		"name down": "Index Cond: ((items.tenant = 't'::text) AND (items.name <= 'm'::text))",
	} {
		first, _ := pagination.Open(p, orders[name], pagination.Request{Size: 1})
		_, token, err := first.Next([]item{{id: 1, name: "m"}, {id: 2, name: "n"}})
		if err != nil {
			t.Fatal(err)
		}
		page, err := pagination.Open(p, orders[name], pagination.Request{Size: 1, Token: token})
		if err != nil {
			t.Fatal(err)
		}
		query, args := page.SQL(pagination.Postgres, "SELECT id, name FROM items WHERE tenant = $1", "t")
		rows, err := db.Query("EXPLAIN (VERBOSE, COSTS OFF) "+query, args...)
		if err != nil {
			t.Fatal(err)
		}
		var plan []string
		for rows.Next() {
			var line string
			if err := rows.Scan(&line); err != nil {
				t.Fatal(err)
			}
			plan = append(plan, strings.TrimSpace(line))
		}
		if all := strings.Join(plan, "\n"); !strings.Contains(all, want) || strings.Contains(all, "Sort") || rows.Err() != nil {
			t.Errorf("%s: %v\n%s", name, rows.Err(), all)
		}
	}
}
