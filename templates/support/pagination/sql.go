package pagination

import (
	"strconv"
	"strings"
)

// Dialect is how a database numbers the parameters of a statement.
type Dialect uint8

// The dialects.
const (
	SQLite   Dialect = iota // ?
	Postgres                // $1
)

// statement is SQL in the making: values become parameters, always.
type statement struct {
	strings.Builder
	dialect Dialect
	before  int // parameters that the statement has already
	args    []any
}

func (s *statement) param(v any) {
	s.args = append(s.args, v)
	if s.dialect == Postgres {
		s.WriteString("$" + strconv.Itoa(s.before+len(s.args)))
	} else {
		s.WriteByte('?')
	}
}

// SQL is the statement for a page: of what a query selects, those behind the last page, in order, one more than fit. The
// query may be any SELECT without ORDER BY and LIMIT, with its arguments; the order's columns are columns of its result.
// Databases merge it with the statement around it, so that an index on the order's columns (behind those that the query
// compares with =) finds the page without reading those before it.
func (p *Page[T]) SQL(d Dialect, query string, args ...any) (string, []any) {
	s := statement{dialect: d, before: len(args)}
	s.WriteString("SELECT * FROM (" + query + ") AS page WHERE ")
	p.where(&s)
	s.WriteString(" ORDER BY " + p.OrderBy() + " LIMIT ")
	s.param(p.Limit())
	return s.String(), append(append([]any(nil), args...), s.args...)
}

// Where is the condition for the items behind the last page, for statements that are put together by hand: in brackets,
// to be joined with AND. before is how many parameters the statement has in front of it; the arguments follow theirs. On
// the first page it holds for every item.
func (p *Page[T]) Where(d Dialect, before int) (string, []any) {
	s := statement{dialect: d, before: before}
	p.where(&s)
	return s.String(), s.args
}

// OrderBy is what follows ORDER BY. Never leave it out: without it a page has any items.
func (p *Page[T]) OrderBy() string {
	var out strings.Builder
	for i, c := range p.order.columns {
		if i > 0 {
			out.WriteString(", ")
		}
		out.WriteString(c.orderBy())
	}
	return out.String()
}

func (c *Column[T]) orderBy() string {
	out := c.name
	if c.desc {
		out += " DESC"
	}
	switch {
	case c.null && c.first:
		out += " NULLS FIRST"
	case c.null:
		out += " NULLS LAST"
	}
	return out
}

func (p *Page[T]) where(s *statement) {
	columns := p.order.columns
	switch {
	case p.cursor == nil:
		s.WriteString("(1 = 1)")
	case p.order.plain():
		p.row(s)
	default:
		s.WriteByte('(')
		if c := &columns[0]; !c.null && len(columns) > 1 { // follows from the rest, but an index can begin with it
			s.WriteString(c.name + c.sign() + "= ")
			s.param(p.cursor[0].arg())
			s.WriteString(" AND ")
		}
		p.behind(s, 0)
		s.WriteByte(')')
	}
}

// plain says whether the order is that of rows as SQL compares them.
func (o *Order[T]) plain() bool {
	for _, c := range o.columns {
		if c.null || c.desc != o.columns[0].desc {
			return false
		}
	}
	return true
}

// row writes (a, b) > (?, ?), for which databases use an index on both columns.
func (p *Page[T]) row(s *statement) {
	columns := p.order.columns
	s.WriteString("((")
	for i, c := range columns {
		if i > 0 {
			s.WriteString(", ")
		}
		s.WriteString(c.name)
	}
	s.WriteString(")" + columns[0].sign() + " (")
	for i := range columns {
		if i > 0 {
			s.WriteString(", ")
		}
		s.param(p.cursor[i].arg())
	}
	s.WriteString("))")
}

// behind writes (a > ? OR (a = ? AND (b > ? …))), from the i-th column on.
func (p *Page[T]) behind(s *statement, i int) {
	c, v := &p.order.columns[i], p.cursor[i]
	last := i == len(p.order.columns)-1
	s.WriteByte('(')
	if beyond := c.beyond(s, v); beyond && !last {
		s.WriteString(" OR ")
	}
	if !last {
		s.WriteString("(" + c.name)
		if v.kind == kindNull {
			s.WriteString(" IS NULL")
		} else {
			s.WriteString(" = ")
			s.param(v.arg())
		}
		s.WriteString(" AND ")
		p.behind(s, i+1)
		s.WriteByte(')')
	}
	s.WriteByte(')')
}

// beyond writes the condition for values of a column behind v, if there are any.
func (c *Column[T]) beyond(s *statement, v value) bool {
	switch {
	case v.kind == kindNull && !c.first:
		return false
	case v.kind == kindNull:
		s.WriteString(c.name + " IS NOT NULL")
		return true
	}
	s.WriteString(c.name + c.sign() + " ")
	s.param(v.arg())
	if c.null && !c.first {
		s.WriteString(" OR " + c.name + " IS NULL")
	}
	return true
}

func (c *Column[T]) sign() string {
	if c.desc {
		return " <"
	}
	return " >"
}
