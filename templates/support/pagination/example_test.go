package pagination_test

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/templates/support/pagination"
)

type order struct {
	id, tenant string
	created    int64 // microseconds since 1970
}

// newest is the order of the list; id, the primary key, tells apart what was made at the same time.
var newest = pagination.MustOrder(
	pagination.By("created", func(o *order) int64 { return o.created }).Desc(),
	pagination.By("id", func(o *order) string { return o.id }),
)

type service struct {
	pager  *pagination.Pager
	orders []order // sorted by newest.Compare
}

// list is a handler. Which orders the caller may see is asked for each page: a token grants nothing.
func (s *service) list(tenant string, size int, token string) ([]order, string, error) {
	page, err := pagination.Open(s.pager, newest, pagination.Request{Method: "ListOrders", Caller: tenant, Size: size, Token: token})
	if err != nil {
		return nil, "", err
	}
	rows := page.Slice(s.orders, func(o *order) bool { return o.tenant == tenant })
	return page.Next(rows)
}

func Example() {
	keys, _ := pagination.ParseKeys("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=") // of the environment
	pager, err := pagination.New(pagination.Options{Keys: keys})
	if err != nil {
		panic(err)
	}
	s := &service{pager: pager, orders: []order{
		{"a", "acme", 1}, {"b", "acme", 3}, {"c", "other", 3}, {"d", "acme", 3}, {"e", "acme", 2},
	}}
	slices.SortFunc(s.orders, func(a, b order) int { return newest.Compare(&a, &b) })
	for token, more := "", true; more; more = token != "" {
		var page []order
		page, token, err = s.list("acme", 2, token)
		fmt.Println(page, err)
	}
	_, token, _ := s.list("acme", 2, "")
	_, _, err = s.list("other", 2, token)
	fmt.Println(err)
	// Output:
	// [{b acme 3} {d acme 3}] <nil>
	// [{e acme 2} {a acme 1}] <nil>
	// invalid_request: the page can't be given; query page_token must be the token that came with the page before, of the same list, asked for in the same way by the same caller, and not long ago
}

// The same with a database: the page says what to ask it for.
func ExamplePage_SQL() {
	list := func(ctx context.Context, db *sql.DB, pager *pagination.Pager, tenant string, size int, token string) ([]order, string, error) {
		page, err := pagination.Open(pager, newest, pagination.Request{Method: "ListOrders", Caller: tenant, Size: size, Token: token})
		if err != nil {
			return nil, "", err
		}
		query, args := page.SQL(pagination.Postgres, "SELECT id, tenant, created FROM orders WHERE tenant = $1", tenant)
		rows, err := db.QueryContext(ctx, query, args...)
		if err != nil {
			return nil, "", err
		}
		defer rows.Close()
		var found []order
		for rows.Next() {
			var o order
			if err := rows.Scan(&o.id, &o.tenant, &o.created); err != nil {
				return nil, "", err
			}
			found = append(found, o)
		}
		if err := rows.Err(); err != nil {
			return nil, "", err
		}
		return page.Next(found)
	}
	_ = list
}

func ExamplePage_Where() {
	pager, _ := pagination.New(pagination.Options{Keys: []pagination.Key{pagination.RandomKey()}})
	first, _ := pagination.Open(pager, newest, pagination.Request{Size: 1})
	_, token, _ := first.Next([]order{{"b", "acme", 3}, {"d", "acme", 3}})
	second, _ := pagination.Open(pager, newest, pagination.Request{Size: 1, Token: token})
	fmt.Println(second.Where(pagination.SQLite, 0))
	fmt.Println(second.OrderBy())
	// Output:
	// (created <= ? AND (created < ? OR (created = ? AND (id > ?)))) [3 3 3 b]
	// created DESC, id
}
