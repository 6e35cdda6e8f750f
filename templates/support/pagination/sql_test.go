package pagination_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/pagination"
)

// at opens the page behind an item.
func at(t *testing.T, order *pagination.Order[item], i item) *pagination.Page[item] {
	t.Helper()
	p := newPager(t, pagination.Options{})
	first, err := pagination.Open(p, order, pagination.Request{Size: 1})
	if err != nil {
		t.Fatal(err)
	}
	_, token, err := first.Next([]item{i, {id: -1, raw: []byte("other")}})
	if err != nil {
		t.Fatal(err)
	}
	page, err := pagination.Open(p, order, pagination.Request{Size: 10, Token: token})
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func TestSQL(t *testing.T) {
	hostile := item{id: 7, name: "'; DROP TABLE items; --", group: "g", in: true, score: 0.5, raw: []byte{0, 1}, at: time.Date(2026, 1, 2, 3, 4, 5, 6, time.FixedZone("", 3600))}
	ungrouped := hostile
	ungrouped.in = false
	for _, c := range []struct {
		order string
		item  item
		where string
		by    string
		args  string
	}{
		{"id", hostile, "((id) > ($3))", "id", "[7]"},
		{"name", hostile, "((name, id) > ($3, $4))", "name, id", "['; DROP TABLE items; -- 7]"},
		{"all desc", hostile, "((name, id) < ($3, $4))", "name DESC, id DESC", "['; DROP TABLE items; -- 7]"},
		{"name desc", hostile, "(name <= $3 AND (name < $4 OR (name = $5 AND (id > $6))))", "name DESC, id", "['; DROP TABLE items; -- '; DROP TABLE items; -- '; DROP TABLE items; -- 7]"},
		{"group", hostile, "((grp > $3 OR grp IS NULL OR (grp = $4 AND (id > $5))))", "grp NULLS LAST, id", "[g g 7]"},
		{"group", ungrouped, "(((grp IS NULL AND (id > $3))))", "grp NULLS LAST, id", "[7]"},
		{"no group", ungrouped, "((grp IS NOT NULL OR (grp IS NULL AND ((due IS NULL AND (id > $3))))))", "grp NULLS FIRST, due NULLS LAST, id", "[7]"},
		{"no group", hostile, "((grp > $3 OR (grp = $4 AND ((due IS NULL AND (id > $5))))))", "grp NULLS FIRST, due NULLS LAST, id", "[g g 7]"},
		{"time", hostile, "(done >= $3 AND (done > $4 OR (done = $5 AND (at < $6 OR (at = $7 AND (id > $8))))))", "done, at DESC, id",
			"[false false false 2026-01-02 02:04:05.000000006 +0000 UTC 2026-01-02 02:04:05.000000006 +0000 UTC 7]"},
	} {
		page := at(t, orders[c.order], c.item)
		where, args := page.Where(pagination.Postgres, 2)
		if where != c.where || page.OrderBy() != c.by || fmt.Sprint(args) != c.args {
			t.Errorf("%s:\ngot  %s | %s | %v\nwant %s | %s | %s", c.order, where, page.OrderBy(), args, c.where, c.by, c.args)
		}
	}
	page := at(t, byName, hostile)
	query, args := page.SQL(pagination.SQLite, "SELECT id, name FROM items WHERE tenant = ? OR shared", "t")
	if query != "SELECT * FROM (SELECT id, name FROM items WHERE tenant = ? OR shared) AS page WHERE ((name, id) > (?, ?)) ORDER BY name, id LIMIT ?" || fmt.Sprint(args) != "[t '; DROP TABLE items; -- 7 11]" {
		t.Error(query, args)
	}
	query, args = page.SQL(pagination.Postgres, "SELECT id, name FROM items WHERE tenant = $1", "t")
	if query != "SELECT * FROM (SELECT id, name FROM items WHERE tenant = $1) AS page WHERE ((name, id) > ($2, $3)) ORDER BY name, id LIMIT $4" || len(args) != 4 {
		t.Error(query, args)
	}
	first, _ := pagination.Open(newPager(t, pagination.Options{}), byName, pagination.Request{})
	if query, args = first.SQL(pagination.SQLite, "SELECT * FROM items"); query != "SELECT * FROM (SELECT * FROM items) AS page WHERE (1 = 1) ORDER BY name, id LIMIT ?" || fmt.Sprint(args) != "[51]" {
		t.Error(query, args)
	}
}
