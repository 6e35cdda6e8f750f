package paging

import (
	"database/sql"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	_ "modernc.org/sqlite"

	"github.com/bylaw-dev/bylaw/templates/support/pagination"
)

type item struct {
	id    int64
	name  string
	score float64
	at    time.Time
	group *string
}

var (
	byID    = pagination.By("id", func(i *item) int64 { return i.id })
	byName  = pagination.By("name", func(i *item) string { return i.name })
	byScore = pagination.By("score", func(i *item) float64 { return i.score })
	byTime  = pagination.By("at", func(i *item) int64 { return i.at.UnixMicro() })
	byGroup = pagination.ByNull("grp", func(i *item) (string, bool) {
		if i.group == nil {
			return "", false
		}
		return *i.group, true
	})
	orders = map[string]*pagination.Order[item]{
		"id":                  pagination.MustOrder(byID),
		"name":                pagination.MustOrder(byName, byID),
		"name down":           pagination.MustOrder(byName.Desc(), byID),
		"all down":            pagination.MustOrder(byTime.Desc(), byName.Desc(), byID.Desc()),
		"group":               pagination.MustOrder(byGroup, byID),
		"group first, down":   pagination.MustOrder(byGroup.Desc().NullsFirst(), byScore, byID.Desc()),
		"group first":         pagination.MustOrder(byGroup.NullsFirst(), byName, byID),
		"group in the middle": pagination.MustOrder(byScore, byGroup.Desc(), byID),
	}
)

// randomItem ties with others often.
func randomItem(r *rand.Rand, id int64) item {
	i := item{id: id, name: []string{"", "a", "A", "é", "'", "ab"}[r.IntN(6)], score: []float64{-1, 0, 0.1, 1e300}[r.IntN(4)], at: time.UnixMicro(r.Int64N(3) - 1)}
	if r.IntN(3) > 0 {
		i.group = &[]string{"", "x", "y"}[r.IntN(3)]
	}
	return i
}

func openSQLite(t *testing.T) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+t.TempDir()+"/items.db")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	db.SetMaxOpenConns(1)
	exec(t, db, `CREATE TABLE items (id INTEGER PRIMARY KEY, tenant TEXT NOT NULL, name TEXT NOT NULL, score REAL NOT NULL, at INTEGER NOT NULL, grp TEXT)`)
	exec(t, db, `PRAGMA synchronous = OFF`)
	return db
}

func exec(t *testing.T, db *sql.DB, query string, args ...any) {
	t.Helper()
	if _, err := db.Exec(query, args...); err != nil {
		t.Fatal(err)
	}
}

// list is a handler as services write it.
func list(db *sql.DB, d pagination.Dialect, p *pagination.Pager, order *pagination.Order[item], size int, token string) ([]item, string, error) {
	page, err := pagination.Open(p, order, pagination.Request{Method: "List", Caller: "t", Size: size, Token: token})
	if err != nil {
		return nil, "", err
	}
	query, args := page.SQL(d, map[pagination.Dialect]string{
		pagination.SQLite:   "SELECT id, name, score, at, grp FROM items WHERE tenant = ? OR id < 0",
		pagination.Postgres: "SELECT id, name, score, at, grp FROM items WHERE tenant = $1 OR id < 0",
	}[d], "t")
	rows, err := db.Query(query, args...)
	if err != nil {
		return nil, "", err
	}
	defer rows.Close()
	var found []item
	for rows.Next() {
		var i item
		var at int64
		if err := rows.Scan(&i.id, &i.name, &i.score, &at, &i.group); err != nil {
			return nil, "", err
		}
		i.at = time.UnixMicro(at)
		found = append(found, i)
	}
	if err := rows.Err(); err != nil {
		return nil, "", err
	}
	return page.Next(found)
}

func insert(t *testing.T, db *sql.DB, d pagination.Dialect, tenant string, i item) {
	t.Helper()
	query := "INSERT INTO items (id, tenant, name, score, at, grp) VALUES (?, ?, ?, ?, ?, ?)"
	if d == pagination.Postgres {
		query = "INSERT INTO items (id, tenant, name, score, at, grp) VALUES ($1, $2, $3, $4, $5, $6)"
	}
	exec(t, db, query, i.id, tenant, i.name, i.score, i.at.UnixMicro(), i.group)
}

func TestSQLite(t *testing.T) { walks(t, openSQLite(t), pagination.SQLite, 12) }

// walks pages through a table that changes between the pages: what was there all along comes exactly once and in the
// order that items in memory have, what is deleted before its page doesn't come, other tenants' items never do.
func walks(t *testing.T, db *sql.DB, d pagination.Dialect, seeds uint64) {
	p, err := pagination.New(pagination.Options{Keys: []pagination.Key{pagination.RandomKey()}})
	if err != nil {
		t.Fatal(err)
	}
	for name, order := range orders {
		t.Run(name, func(t *testing.T) {
			for seed := range seeds {
				exec(t, db, "DELETE FROM items")
				walk(t, db, d, p, order, rand.New(rand.NewPCG(seed, 3)))
			}
		})
	}
}

func walk(t *testing.T, db *sql.DB, d pagination.Dialect, p *pagination.Pager, order *pagination.Order[item], r *rand.Rand) {
	stays, gone, fresh := map[int64]bool{}, map[int64]bool{}, int64(1000)
	for id := range int64(r.IntN(60)) {
		insert(t, db, d, "t", randomItem(r, id))
		insert(t, db, d, "other", randomItem(r, id+500))
		stays[id] = true
	}
	var got []item
	for token := ""; ; {
		items, next, err := list(db, d, p, order, 1+r.IntN(9), token)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range items {
			if gone[i.id] || i.id >= 500 && i.id < 1000 {
				t.Fatalf("%d is listed, which has been deleted or is another tenant's", i.id)
			}
		}
		got = append(got, items...)
		if token = next; next == "" {
			break
		}
		for range r.IntN(4) {
			if r.IntN(2) == 0 && fresh < 1200 {
				insert(t, db, d, "t", randomItem(r, fresh))
				fresh++
				continue
			}
			id := r.Int64N(60)
			exec(t, db, map[pagination.Dialect]string{pagination.SQLite: "DELETE FROM items WHERE id = ?", pagination.Postgres: "DELETE FROM items WHERE id = $1"}[d], id)
			delete(stays, id)
			gone[id] = true
		}
	}
	seen := map[int64]bool{}
	for n, i := range got {
		if seen[i.id] {
			t.Fatalf("%d comes twice", i.id)
		}
		seen[i.id] = true
		if n > 0 && order.Compare(&got[n-1], &got[n]) >= 0 {
			t.Fatalf("%+v comes before %+v", got[n-1], got[n])
		}
	}
	for id := range stays {
		if !seen[id] {
			t.Fatalf("%d was there all along, and is missed", id)
		}
	}
}

// A page deep in a list costs what the first one does: the index is entered where the page begins, and nothing is sorted.
func TestIndexIsUsed(t *testing.T) {
	db := openSQLite(t)
	exec(t, db, "CREATE INDEX by_name ON items (tenant, name, id)")
	exec(t, db, "CREATE INDEX by_name_down ON items (tenant, name DESC, id)")
	p, _ := pagination.New(pagination.Options{Keys: []pagination.Key{pagination.RandomKey()}})
	for name, want := range map[string]string{
		"name":      "SEARCH items USING COVERING INDEX by_name (tenant=? AND name>?)",
		"name down": "SEARCH items USING COVERING INDEX by_name_down (tenant=? AND name<?)",
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
		query, args := page.SQL(pagination.SQLite, "SELECT id, name FROM items WHERE tenant = ?", "t")
		if plan := explain(t, db, query, args); !slices.Equal(plan, []string{want}) {
			t.Errorf("%s: %s", name, strings.Join(plan, "; "))
		}
	}
}

func explain(t *testing.T, db *sql.DB, query string, args []any) (plan []string) {
	t.Helper()
	rows, err := db.Query("EXPLAIN QUERY PLAN "+query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		plan = append(plan, detail)
	}
	return plan
}
