package golang

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/generator/sample"
	"github.com/bylaw-dev/bylaw/spec"
)

const noBody = "no operation takes an object as JSON of which a valid one could be made"

// boundaryRows returns the boundary table. What no operation can show is a row that says so.
func (l *lowering) boundaryRows() []*TestRow {
	subjects := l.testSubjects()
	rows := []*TestRow{l.unknownPath(), l.wrongMethod(), l.notAcceptable()}
	if len(subjects) == 0 {
		return append(rows, &TestRow{Name: "bodies of JSON", Skip: noBody})
	}
	s := subjects[0]
	rows = append(rows, s.with("the request that the others break is valid", s.request.Body, "", s.success))
	rows = append(rows, l.first(subjects, "four violations in one body", "no body has four places to break", l.fourViolations))
	rows = append(rows, s.wrongType(), s.missing())
	rows = append(rows,
		s.with("trailing data", strconv.Quote(string(sample.Encode(s.value))+" {}"), "invalid_json", 400),
		l.first(subjects, "duplicate keys", "no valid body has a member", duplicateKeys),
		l.first(subjects, "null where the contract has none", "every property may be null", l.nullValue),
		l.first(subjects, "1.0 for an integer", "no body has an integer", l.integralFraction),
		s.tooLarge(),
		s.with("invalid UTF-8", appended(s.value, `"\"\xff\""`), "invalid_utf8", 400),
		s.with("half a surrogate pair", appended(s.value, "`\"\\ud800\"`"), "invalid_utf8", 400),
		l.first(subjects, "a number too large for any type", "no body has a number", l.hugeNumber),
		s.with("deep nesting", appended(s.value, `strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000)`), "too_deep", 400),
	)
	return rows
}

// first returns the row of the first subject that can show it.
func (l *lowering) first(subjects []*testSubject, name, otherwise string, row func(*testSubject) *TestRow) *TestRow {
	for _, s := range subjects {
		if r := row(s); r != nil {
			r.Name = name
			return r
		}
	}
	return &TestRow{Name: name, Skip: otherwise}
}

func (l *lowering) unknownPath() *TestRow {
	return &TestRow{
		Name: "unknown path", Want: []int{404}, Errors: l.unroutedName(),
		Request: TestRequest{Method: "GET", Target: l.nowhere(), Body: `""`},
	}
}

func (l *lowering) wrongMethod() *TestRow {
	row := &TestRow{Name: "wrong method", Want: []int{405}, Errors: l.unroutedName()}
	for _, o := range l.operations {
		request, err := l.sampler.Request(o.Operation)
		if err != nil {
			continue
		}
		row.Allow = o.Method()
		row.Request = TestRequest{Method: l.unheard(), Target: request.Target, Body: `""`}
		return row
	}
	return &TestRow{Name: row.Name, Skip: "no request could be made for any operation"}
}

// notAcceptable asks for a media type that the operation doesn't answer.
func (l *lowering) notAcceptable() *TestRow {
	for _, o := range l.operations {
		produces := o.produces()
		if len(produces) == 0 || o.unfaked != "" || slices.ContainsFunc(produces, func(m string) bool { return strings.Contains(m, "*") }) {
			continue
		}
		request, err := l.sampler.Request(o.Operation)
		if err != nil {
			continue
		}
		row := &TestRow{Name: "unacceptable Accept", Want: []int{406}, Request: testRequest(request), Errors: l.errorList(o)}
		row.Request.Header = append(slices.Clone(row.Request.Header), sample.Header{Name: "Accept", Value: "application/x-unheard-of"})
		return row
	}
	return &TestRow{Name: "unacceptable Accept", Skip: "no operation answers with media types of its own"}
}

func (l *lowering) fourViolations(s *testSubject) *TestRow {
	body, broken, err := l.sampler.BrokenMany(s.schema, spec.InRequest, 4)
	if err != nil || body == nil || len(broken) != 4 {
		return nil
	}
	row := s.with("", literal(string(body)), "", 400)
	row.Count = 4
	return row
}

func (s *testSubject) wrongType() *TestRow {
	row := s.with("wrong Content-Type", s.request.Body, "", 415)
	row.Request.ContentType = "application/x-unheard-of"
	return row
}

// missing sends no body at all, where there must be one.
func (s *testSubject) missing() *TestRow {
	if !s.operation.body.required {
		return &TestRow{Name: "no body", Skip: "the body of " + label(s.operation.Operation) + " may be absent"}
	}
	row := s.with("no body", `""`, "", 400)
	row.Request.ContentType = ""
	return row
}

func duplicateKeys(s *testSubject) *TestRow {
	if len(s.value.Members) == 0 {
		return nil
	}
	twice := *s.value
	twice.Members = append(slices.Clone(s.value.Members), s.value.Members[0])
	return s.with("", literal(string(sample.Encode(&twice))), "duplicate_key", 400)
}

func (l *lowering) nullValue(s *testSubject) *TestRow {
	broken, err := l.sampler.Broken(s.schema, spec.InRequest)
	if err != nil {
		return nil
	}
	for _, b := range broken {
		if b.Code == "type" && bytes.Contains(b.JSON, []byte(":null")) {
			row := s.with("", literal(string(b.JSON)), "type", 400)
			row.Count = 1
			return row
		}
	}
	return nil
}

func (l *lowering) integralFraction(s *testSubject) *TestRow {
	body, number := l.numberIn(s, spec.KindInteger)
	if number == nil || strings.ContainsAny(number.Text, ".eE") {
		return nil
	}
	number.Text += ".0"
	return s.with("", literal(string(sample.Encode(body))), "", s.success)
}

func (l *lowering) hugeNumber(s *testSubject) *TestRow {
	body, number := l.numberIn(s, spec.KindInteger, spec.KindNumber)
	if number == nil {
		return nil
	}
	number.Text = "1e999999999"
	return s.with("", literal(string(sample.Encode(body))), "", 400)
}

// tooLarge sends a string of ten megabytes, of which little more than the limit may be read.
func (s *testSubject) tooLarge() *TestRow {
	row := s.with("a string of 10 MB", appended(s.value, `"\"" + strings.Repeat("x", 10<<20) + "\""`), "", 413, 400)
	row.Most = 2 << 20
	return row
}
