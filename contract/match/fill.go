package match

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/spec"
)

// FillRequest returns the request as it is sent: a copy in which generated values stand where the
// contract has generators. What could not be made is in the errors, and stands there as the example.
func FillRequest(q *contract.Request, from Source) (*contract.Request, []error) {
	f := filler{from: from}
	filled := *q
	for _, g := range q.Generators {
		switch g.Category {
		case contract.InPath:
			filled.Path = f.text(g, filled.Path)
		case contract.InQuery:
			filled.Query = f.named(g, filled.Query)
		case contract.InHeader:
			filled.Headers = f.named(g, filled.Headers)
		case contract.InBody:
			filled.Body = f.body(g, content{filled.Body, filled.Headers})
		default:
			f.misplaced(g)
		}
	}
	return &filled, f.errors
}

// FillResponse is FillRequest for what a mock server answers.
func FillResponse(s *contract.Response, from Source) (*contract.Response, []error) {
	f := filler{from: from}
	filled := *s
	for _, g := range s.Generators {
		switch g.Category {
		case contract.InStatus:
			filled.Status = f.status(g, filled.Status)
		case contract.InHeader:
			filled.Headers = f.named(g, filled.Headers)
		case contract.InBody:
			filled.Body = f.body(g, content{filled.Body, filled.Headers})
		default:
			f.misplaced(g)
		}
	}
	return &filled, f.errors
}

// FillMessage is FillRequest for a message.
func FillMessage(p *contract.Payload, from Source) (*contract.Payload, []error) {
	f := filler{from: from}
	filled := *p
	for _, g := range p.Generators {
		switch g.Category {
		case contract.InMetadata:
			filled.Metadata = f.replace(contract.Object(filled.Metadata...), g).Members
		case contract.InBody:
			filled.Body = f.body(g, content{filled.Body, typed(p)})
		default:
			f.misplaced(g)
		}
	}
	return &filled, f.errors
}

// filler puts generated values into copies, and keeps what went wrong.
type filler struct {
	from   Source
	errors []error
}

func (f *filler) fail(g *contract.Generator, err error) {
	f.errors = append(f.errors, fmt.Errorf("generator %s of the %s at %s: %w", g.Name, g.Category, g.Path.String(), err))
}

func (f *filler) misplaced(g *contract.Generator) {
	f.fail(g, fmt.Errorf("there is no %s here", g.Category))
}

// value makes a value, or returns the example where that can't be done.
func (f *filler) value(g *contract.Generator, example *spec.Value) *spec.Value {
	made, err := Generate(g, example, f.from)
	if err != nil {
		f.fail(g, err)
		return example
	}
	return made
}

func (f *filler) text(g *contract.Generator, example string) string {
	return text(f.value(g, contract.Text(example)))
}

func (f *filler) status(g *contract.Generator, example int) int {
	n, ok := f.value(g, contract.Whole(int64(example))).Int()
	if !ok || n < 100 || n > 999 {
		f.fail(g, fmt.Errorf("%d is no status", n))
		return example
	}
	return int(n)
}

// named replaces the values of a header or parameter, one of them where the path names its position.
func (f *filler) named(g *contract.Generator, all []contract.Values) []contract.Values {
	all = slices.Clone(all)
	steps := g.Path.Steps
	for i, v := range all {
		if len(steps) < 2 || !strings.EqualFold(steps[1].Name, v.Name) {
			continue
		}
		all[i].Values = slices.Clone(v.Values)
		for j, old := range v.Values {
			if len(steps) < 3 || fits(steps[2], root().item(j)[1]) > 0 {
				all[i].Values[j] = f.text(g, old)
			}
		}
		return all
	}
	f.fail(g, fmt.Errorf("the contract has no %s of that name", g.Category))
	return all
}

// body replaces values of a JSON body, or a text as a whole.
func (f *filler) body(g *contract.Generator, c content) contract.Body {
	b := c.Body
	switch {
	case isJSON(c.kind()):
		v, err := parseJSON(b.Content)
		if err != nil {
			f.fail(g, err)
			return b
		}
		b.Content = contract.AppendJSON(nil, f.replace(v, g))
		b.JSON = nil
	case len(g.Path.Steps) == 1:
		b.Content = []byte(f.text(g, string(b.Content)))
	default:
		f.fail(g, fmt.Errorf("generated values are put into JSON only, and this body is %s", c.kind()))
	}
	return b
}

// replace returns a copy of the value in which all that the path leads to is generated.
func (f *filler) replace(v *spec.Value, g *contract.Generator) *spec.Value {
	replaced := 0
	filled := f.descend(v, g, root(), &replaced)
	if replaced == 0 {
		f.fail(g, fmt.Errorf("the contract has no value there"))
	}
	return filled
}

func (f *filler) descend(v *spec.Value, g *contract.Generator, at route, replaced *int) *spec.Value {
	steps := g.Path.Steps
	switch {
	case fits(steps[len(at)-1], at[len(at)-1]) == 0:
		return v
	case len(at) == len(steps):
		*replaced++
		return f.value(g, v)
	}
	filled := *v
	filled.Members, filled.Items = slices.Clone(v.Members), slices.Clone(v.Items)
	for i, m := range filled.Members {
		filled.Members[i].Value = f.descend(m.Value, g, at.field(m.Key), replaced)
	}
	for i, item := range filled.Items {
		filled.Items[i] = f.descend(item, g, at.item(i), replaced)
	}
	return &filled
}
