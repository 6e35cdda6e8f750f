package pagination

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Column is one column of an order. Its zero value is none; By and ByNull make them.
type Column[T any] struct {
	name  string
	kind  byte
	get   func(*T) value
	desc  bool
	null  bool // may be NULL,
	first bool // and that comes first
}

// By is a column that is never NULL. The name is the column's in SQL; get reads it of an item.
func By[T any, V Kind](name string, get func(*T) V) Column[T] {
	var zero V
	return Column[T]{name: name, kind: valueOf(zero).kind, get: func(item *T) value { return valueOf(get(item)) }}
}

// ByNull is a column that may be NULL: get then returns false. NULLs come last, in either direction.
func ByNull[T any, V Kind](name string, get func(*T) (V, bool)) Column[T] {
	var zero V
	return Column[T]{name: name, kind: valueOf(zero).kind, null: true, get: func(item *T) value {
		v, ok := get(item)
		if !ok {
			return value{}
		}
		return valueOf(v)
	}}
}

// Desc is the column from its highest value to its lowest.
func (c Column[T]) Desc() Column[T] {
	c.desc = true
	return c
}

// NullsFirst is the column with its NULLs first.
func (c Column[T]) NullsFirst() Column[T] {
	c.first = true
	return c
}

// Order is an order of items that no two of them share. It is safe for concurrent use.
type Order[T any] struct {
	columns []Column[T]
	print   string // what tells it from other orders
}

// mostColumns bounds an order; the condition for a page grows with its square.
const mostColumns = 8

// identifier is what the name of a column may be: an SQL name, quoted or not, with its table's if need be. Everything else
// is refused, so that no text of a caller becomes a part of a statement.
var identifier = regexp.MustCompile(`^(?:[A-Za-z_][A-Za-z0-9_]*|"[A-Za-z_][A-Za-z0-9_ ]*")(?:\.(?:[A-Za-z_][A-Za-z0-9_]*|"[A-Za-z_][A-Za-z0-9_ ]*"))?$`)

// NewOrder makes an order of its columns, the most significant first. The last one must be unique and never NULL, such as
// a primary key: without it items that tie would be lost between two pages.
func NewOrder[T any](columns ...Column[T]) (*Order[T], error) {
	if len(columns) == 0 || len(columns) > mostColumns {
		return nil, fmt.Errorf("pagination: an order has 1 to %d columns, not %d", mostColumns, len(columns))
	}
	if last := columns[len(columns)-1]; last.null {
		return nil, fmt.Errorf("pagination: the last column of an order tells items apart: %s may be NULL", last.name)
	}
	var print strings.Builder
	for i, c := range columns {
		switch {
		case c.get == nil:
			return nil, errors.New("pagination: a column is made by By or ByNull")
		case !identifier.MatchString(c.name):
			return nil, fmt.Errorf("pagination: %q is no name of a column", c.name)
		}
		for _, other := range columns[:i] {
			if strings.EqualFold(other.name, c.name) {
				return nil, fmt.Errorf("pagination: the column %s is there twice", c.name)
			}
		}
		print.WriteString(c.orderBy() + " " + strconv.Itoa(int(c.kind)) + ",")
	}
	return &Order[T]{columns: append([]Column[T](nil), columns...), print: print.String()}, nil
}

// MustOrder is NewOrder for orders that are written down in code: it panics where that has a mistake.
func MustOrder[T any](columns ...Column[T]) *Order[T] {
	o, err := NewOrder(columns...)
	if err != nil {
		panic(err)
	}
	return o
}

// Compare orders two items: -1, 0 or 1. Items in memory are sorted by it (slices.SortFunc with pointers taken). Texts are
// ordered by their bytes, which is SQLite's default and PostgreSQL's collation "C".
func (o *Order[T]) Compare(a, b *T) int {
	for i := range o.columns {
		c := &o.columns[i]
		if n := c.compare(c.get(a), c.get(b)); n != 0 {
			return n
		}
	}
	return 0
}

// after says whether an item comes behind a cursor.
func (o *Order[T]) after(item *T, cursor []value) bool {
	for i := range o.columns {
		c := &o.columns[i]
		if n := c.compare(c.get(item), cursor[i]); n != 0 {
			return n > 0
		}
	}
	return false
}

func (c *Column[T]) compare(v, w value) int {
	switch a, b := v.kind == kindNull, w.kind == kindNull; {
	case a && b:
		return 0
	case a != b:
		if a == c.first {
			return -1
		}
		return 1
	case c.desc:
		return w.compare(v)
	}
	return v.compare(w)
}

// cursor is where an item stands.
func (o *Order[T]) cursor(item *T) (out []byte, err error) {
	for i := range o.columns {
		if out, err = o.columns[i].get(item).append(out); err != nil {
			return nil, fmt.Errorf("%w: column %s", err, o.columns[i].name)
		}
	}
	return out, nil
}

func (o *Order[T]) read(cursor []byte) ([]value, error) {
	r := reader{rest: cursor}
	out := make([]value, 0, len(o.columns))
	for _, c := range o.columns {
		v := r.value()
		if r.bad || v.kind != c.kind && (v.kind != kindNull || !c.null) {
			return nil, errCursor
		}
		out = append(out, v)
	}
	if len(r.rest) > 0 {
		return nil, errCursor
	}
	return out, nil
}
