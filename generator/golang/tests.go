package golang

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/generator/sample"
	"github.com/bylaw-dev/bylaw/generator/validate"
	"github.com/bylaw-dev/bylaw/spec"
)

// BoundaryTestFile is boundary_test.go: what the server must answer to requests that break the
// contract, one row for each way to break it.
type BoundaryTestFile struct {
	Head
	Groups   []string // the fields of Handlers
	Unrouted string
	Rows     []*TestRow
	Panic    *TestCall // nil: no operation can be called
}

// RoutesTestFile is routes_test.go: one valid request to each operation, and the ways to break it.
type RoutesTestFile struct {
	Head
	Unrouted, Unheard, Nowhere string // the error bodies where no operation is meant; a method and a path that there aren't
	Rows                       []*TestRow
}

// TestRow is one request with what must come of it.
type TestRow struct {
	Name    string
	Skip    string // why there is no request
	Request TestRequest
	Want    []int  // one of these statuses
	Count   int    // how many violations are told; 0: any number
	Code    string // a code that one of them has; "": any
	Allow   string // a method that the header Allow must name
	Most    int    // how many bytes of the body may be read at most; 0: all
	Errors  string // the expression of the error bodies that the operation declares
	Breaks  []Break
	JSON    string   // the media type of a body that is nothing but JSON; "": it isn't
	Must    bool     // the body has to be there
	Inside  bool     // the request itself has what only insiders may send
	Hidden  []string // members of the answer that outsiders must not see
	Secret  string   // the expression of a body that only insiders may send; "": there is none
}

// TestRequest is an HTTP request.
type TestRequest struct {
	Method, Target, ContentType string
	Header                      []sample.Header
	Body                        string // an expression
}

// TestCall is an operation whose service is replaced.
type TestCall struct {
	Name, Request, Result, Errors string
	Valid                         TestRequest
}

// Template returns the name of the template.
func (*BoundaryTestFile) Template() string { return "boundary_test.go.tmpl" }

// Template returns the name of the template.
func (*RoutesTestFile) Template() string { return "routes_test.go.tmpl" }

func (a *assembly) tests() {
	routes := &RoutesTestFile{Head: a.head, Unrouted: a.unroutedName(), Unheard: a.unheard(), Nowhere: a.nowhere()}
	boundary := &BoundaryTestFile{Head: a.head, Unrouted: a.unroutedName()}
	breaking := breaking{a.lowering, validate.New(nil)}
	for _, g := range a.groups {
		boundary.Groups = append(boundary.Groups, g.name)
	}
	for _, o := range a.lowering.operations {
		row := a.routeRow(o)
		if row.Skip == "" {
			row.Breaks, row.Errors = breaking.breaks(o), a.errorList(o)
			if o.takesJSON() {
				row.JSON, row.Must = o.body.media[0].name, o.body.required
			}
			a.hide(row, o)
		}
		routes.Rows = append(routes.Rows, row)
		if boundary.Panic == nil && row.Skip == "" {
			boundary.Panic = &TestCall{Name: o.name, Request: o.request, Result: o.result, Errors: a.errorList(o), Valid: row.Request}
		}
	}
	boundary.Rows = a.boundaryRows()
	a.add("boundary_test.go", boundary)
	a.add("routes_test.go", routes)
}

// routeRow is a valid request to the operation, which the fake answers.
func (l *lowering) routeRow(o *operation) *TestRow {
	row := &TestRow{Name: label(o.Operation), Want: []int{exactly(o.firstSuccess().code)}, Errors: "nil"}
	if o.unfaked != "" {
		row.Skip = o.unfaked
		return row
	}
	request, err := l.validRequest(o)
	if err != nil {
		row.Skip = "no request could be made: " + err.Error()
		return row
	}
	row.Request = testRequest(request)
	return row
}

// validRequest returns a request with no more than must be there. A form can't say that an object is
// there and empty, so where one must be, everything is sent.
func (l *lowering) validRequest(o *operation) (*sample.Request, error) {
	sampler := *l.sampler
	if b := o.body; b != nil && (b.media[0].kind == httpapi.Form || b.media[0].kind == httpapi.Multipart) {
		value, err := sampler.MediaValue(b.media[0].MediaType, spec.InRequest)
		sampler.Full = err == nil && slices.ContainsFunc(value.Members, func(m spec.Member) bool {
			return m.Value.Kind == spec.Map && len(m.Value.Members) == 0 || m.Value.Kind == spec.List && len(m.Value.Items) == 0
		})
	}
	return sampler.Request(o.Operation)
}

func testRequest(r *sample.Request) TestRequest {
	out := TestRequest{Method: r.Method, Target: r.Target, ContentType: r.ContentType, Header: r.Header, Body: `""`}
	if len(r.Body) > 0 {
		out.Body = literal(string(r.Body))
	}
	return out
}

// subject is the operation that a row is shown on: one that takes an object as JSON.
type testSubject struct {
	operation *operation
	schema    *spec.Type
	request   TestRequest // valid
	value     *spec.Value // its body
	errors    string
	success   int
}

// testSubjects returns the operations that rows about bodies can be shown on.
func (l *lowering) testSubjects() []*testSubject {
	var all []*testSubject
	for _, o := range l.operations {
		if o.body == nil || o.unfaked != "" || o.body.media[0].kind != httpapi.JSON || o.body.media[0].Type == nil || strings.Contains(o.body.media[0].name, "*") {
			continue
		}
		if s := l.testSubject(o); s != nil {
			all = append(all, s)
		}
		if len(all) == mostSubjects {
			break
		}
	}
	return all
}

// mostSubjects bounds how many operations are tried for a row.
const mostSubjects = 50

func (l *lowering) testSubject(o *operation) *testSubject {
	t := o.body.media[0].Type
	value, err := l.sampler.Value(t, spec.InRequest)
	if err != nil || value.Kind != spec.Map {
		return nil
	}
	request, err := l.sampler.Request(o.Operation)
	if err != nil {
		return nil
	}
	s := &testSubject{operation: o, schema: t, request: testRequest(request), value: value, errors: l.errorList(o), success: exactly(o.firstSuccess().code)}
	s.request.ContentType = o.body.media[0].name
	s.request.Body = literal(string(sample.Encode(value)))
	return s
}

// with returns a row in which the subject is sent another body.
func (s *testSubject) with(name, body, code string, want ...int) *TestRow {
	request := s.request
	request.Body = body
	return &TestRow{Name: name, Request: request, Want: want, Code: code, Errors: s.errors}
}

// numberIn returns a valid body, and a number in it whose schema is of one of the kinds; nil if there
// is none. Both are the caller's to change.
func (l *lowering) numberIn(s *testSubject, kinds ...spec.Kind) (body, number *spec.Value) {
	full := *l.sampler
	full.Full = true
	for _, sampler := range []*sample.Sampler{l.sampler, &full} {
		value, err := sampler.Value(s.schema, spec.InRequest)
		if err != nil {
			continue
		}
		value = clone(value)
		if number := findNumber(s.schema, value, kinds); number != nil {
			return value, number
		}
	}
	return nil, nil
}

func findNumber(t *spec.Type, v *spec.Value, kinds []spec.Kind) *spec.Value {
	t = t.Resolve()
	if v.Kind == spec.Num && slices.Contains(kinds, t.Kind) {
		return v
	}
	if t.Items != nil && len(v.Items) > 0 {
		return findNumber(t.Items, v.Items[0], kinds)
	}
	for _, f := range t.AllFields() {
		if inner := v.Get(f.Name); inner != nil {
			if found := findNumber(f.Type, inner, kinds); found != nil {
				return found
			}
		}
	}
	return nil
}

func clone(v *spec.Value) *spec.Value {
	c := *v
	c.Items, c.Members = slices.Clone(v.Items), slices.Clone(v.Members)
	for i := range c.Items {
		c.Items[i] = clone(c.Items[i])
	}
	for i := range c.Members {
		c.Members[i].Value = clone(c.Members[i].Value)
	}
	return &c
}

// unheard is a method that no operation has.
func (l *lowering) unheard() string {
	if slices.ContainsFunc(l.operations, func(o *operation) bool { return o.Method() == http.MethodTrace }) {
		return "BREW"
	}
	return http.MethodTrace
}

// nowhere is a path longer than those of all operations.
func (l *lowering) nowhere() string {
	most := 0
	for _, o := range l.operations {
		most = max(most, strings.Count(o.Path().Raw, "/"))
	}
	return strings.Repeat("/nowhere", most+1)
}

// appended is the expression of a JSON object with one more member.
func appended(value *spec.Value, member string) string {
	text := strings.TrimSuffix(string(sample.Encode(value)), "}")
	if len(value.Members) > 0 {
		text += ","
	}
	return strconv.Quote(text+`"bylaw":`) + " + " + member + ` + "}"`
}
