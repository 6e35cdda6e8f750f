package pagination

import (
	"errors"
	"fmt"
	"net/http"
	"sort"
	"strconv"

	house "github.com/bylaw-dev/bylaw/templates/support/errors"
)

// CodePageToken is the code of the violation of a token that is refused: the caller begins again with the first page.
const CodePageToken = "page_token"

// Request is what a caller asks of a list.
type Request struct {
	Method string   // the operation, such as /shop.v1.Orders/ListOrders
	Caller string   // who asks, as authentication has found it, the tenant included; "": nobody in particular
	Filter []string // everything that decides which items the list has (parent, filter, show_deleted …), always in the same places
	Size   int      // page_size; 0: the caller doesn't say
	Token  string   // page_token; "": the first page

	In house.Location // where both stand, for violations; "": the query
}

// Page is one page of a list. It belongs to one call.
type Page[T any] struct {
	pager        *Pager
	order        *Order[T]
	size         int
	cursor       []value // nil: the first page
	caller, list [hashSize]byte
}

// Open reads what a caller asks for. An error is an *errors.Error of status 400 with a violation for page_size, page_token
// or both. Why a token is refused it doesn't say: tampered with, expired, another caller's, of another method, with other
// filters or in another order, it is always the same; its Cause tells the operator.
func Open[T any](p *Pager, order *Order[T], r Request) (*Page[T], error) {
	if r.In == "" {
		r.In = house.Query
	}
	page := &Page[T]{pager: p, order: order, caller: digest(r.Caller),
		list: digest(append([]string{order.print, r.Method}, r.Filter...)...)}
	var wrong house.Error
	page.size = p.size(r, &wrong)
	if r.Token != "" {
		if err := page.begin(r.Token); err != nil {
			wrong.Cause = err
			wrong.Violations = append(wrong.Violations, house.Violation{Location: r.In, Field: p.options.TokenField, Code: CodePageToken,
				Description: "must be the token that came with the page before, of the same list, asked for in the same way by the same caller, and not long ago"})
		}
	}
	if len(wrong.Violations) > 0 {
		wrong.Status, wrong.Code, wrong.Detail = http.StatusBadRequest, house.CodeInvalidRequest, "the page can't be given"
		return nil, &wrong
	}
	return page, nil
}

func (p *Page[T]) begin(token string) error {
	cursor, err := p.pager.open(token, p.caller, p.list)
	if err == nil {
		p.cursor, err = p.order.read(cursor)
	}
	return err
}

// size decides how many items a page has.
func (p *Pager) size(r Request, wrong *house.Error) int {
	most := p.options.MaxSize
	violation := house.Violation{Location: r.In, Field: p.options.SizeField}
	switch {
	case r.Size == 0:
		return p.options.DefaultSize
	case r.Size < 0:
		violation.Code, violation.Description = house.Minimum, "must be at least 0"
	case r.Size > most && !p.options.Clamp:
		violation.Code, violation.Description = house.Maximum, "must be at most "+strconv.Itoa(most)
	default:
		return min(r.Size, most)
	}
	wrong.Violations = append(wrong.Violations, violation)
	return 0
}

// Limit is how many items to ask for: one more than the page holds, which tells whether there is a next.
func (p *Page[T]) Limit() int { return p.size + 1 }

// Next takes up to Limit items, in order and behind the last page, and gives those of this page and the token of the
// next, which is empty where the list ends. An order whose last column isn't unique is an error where that would lose items.
func (p *Page[T]) Next(rows []T) (items []T, token string, err error) {
	if len(rows) <= p.size {
		return rows, "", nil
	}
	last := &rows[p.size-1]
	if p.order.Compare(last, &rows[p.size]) == 0 {
		return nil, "", errNotUnique
	}
	cursor, err := p.order.cursor(last)
	if err != nil {
		return nil, "", err
	}
	token, err = p.pager.seal(facts{issued: p.pager.options.Now(), caller: p.caller, list: p.list, cursor: cursor})
	if err != nil {
		return nil, "", fmt.Errorf("the next page: %w", err)
	}
	return rows[:p.size:p.size], token, nil
}

var errNotUnique = errors.New("pagination: two items are the same in all columns of the order, whose last must be unique")

// Slice gives the items for Next from those in memory, which are sorted by the order's Compare: it finds the place in
// logarithmic time, and goes on until enough are kept. keep says which items the list has; nil: all of them. The caller
// holds what lock there is. The result shares memory with sorted only where keep is nil.
func (p *Page[T]) Slice(sorted []T, keep func(*T) bool) []T {
	at := 0
	if p.cursor != nil {
		at = sort.Search(len(sorted), func(i int) bool { return p.order.after(&sorted[i], p.cursor) })
	}
	rest := sorted[at:]
	if keep == nil {
		n := min(p.Limit(), len(rest))
		return rest[:n:n]
	}
	var out []T
	for i := range rest {
		if len(out) == p.Limit() {
			break
		}
		if keep(&rest[i]) {
			out = append(out, rest[i])
		}
	}
	return out
}
