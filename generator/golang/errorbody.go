package golang

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/generator/golang/naming"
	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/report"
)

// filler is a function that writes the boundary's errors as one of the contract's schemas.
type filler struct {
	name  string // "writeBasicError"; "": the schema can't be filled
	media *media
	body  []string
	uses  int
}

// errorBodies returns the bodies that an operation declares for its failures.
func (l *lowering) errorBodies(o *operation) []ErrorBody {
	var bodies []ErrorBody
	for _, u := range o.answers {
		if u.success && u.code != 0 {
			continue
		}
		if i := slices.IndexFunc(u.media, func(m *media) bool { return m.kind == httpapi.JSON }); i >= 0 {
			m := u.media[i]
			if f := l.filler(m); f.name != "" {
				f.uses++
				bodies = append(bodies, ErrorBody{Status: u.code, Type: concrete(m), Write: f.name, Check: m.slot.Shape.Check()})
			}
		}
	}
	return bodies
}

// errorList returns the variable that holds the bodies, one for all operations that declare the same.
func (l *lowering) errorList(o *operation) string {
	bodies := l.errorBodies(o)
	if len(bodies) == 0 {
		return "nil"
	}
	key := fmt.Sprintf("%+v", bodies)
	if l.lists[key] == "" {
		l.lists[key] = l.names.Claim(fmt.Sprintf("errorBodies%d", len(l.lists)+1), nil)
		l.errorLists = append(l.errorLists, ErrorList{Name: l.lists[key], Bodies: bodies})
	}
	return l.lists[key]
}

// filler returns the function that fills the schema of a media type.
func (l *lowering) filler(m *media) *filler {
	t := typeOr(m.Type, m).Resolve()
	if f := l.fillers[t]; f != nil {
		return f
	}
	f := &filler{media: m}
	l.fillers[t] = f
	fill := fill{lowering: l, media: m}
	body, ok := fill.value(t, httpapi.WholeError, 0)
	if !ok {
		l.warn(&m.Node, m.NameSpan, "error-body", "no value of this schema can be made of an error, so the boundary answers RFC 9457 instead of it", "give the schema of errors the properties code and message")
		return f
	}
	f.name = l.names.Claim("write"+naming.Exported(strings.TrimLeft(m.slot.Shape.Go, "*[]")), nil)
	f.body = body
	l.filled = append(l.filled, f)
	return f
}

// unroutedName is the variable of the bodies where no operation is meant.
func (l *lowering) unroutedName() string {
	if len(l.filled) == 0 {
		return "nil"
	}
	return "errorBodies"
}

// unrouted returns the body of answers to requests that mean no operation: the most used one.
func (l *lowering) unrouted() []ErrorBody {
	if len(l.filled) == 0 {
		return nil
	}
	most := slices.MaxFunc(l.filled, func(a, b *filler) int { return cmp.Compare(a.uses, b.uses) })
	m := most.media
	return []ErrorBody{{Type: concrete(m), Write: most.name, Check: m.slot.Shape.Check()}}
}

// fillerFunctions returns the functions that fill error bodies.
func (l *lowering) fillerFunctions() []*Function {
	var all []*Function
	for _, f := range l.filled {
		all = append(all, &Function{
			Doc:       []string{fmt.Sprintf("%s writes an error of the boundary as the contract declares errors.", f.name)},
			Signature: f.name + "(w *wire.Writer, e *errors.Error)",
			Body:      f.body,
		})
	}
	return all
}

// boundaryStatuses are what the boundary answers by itself, and which operations it does so for.
var boundaryStatuses = [...]struct {
	code int
	for_ func(*operation) bool
}{
	{400, func(o *operation) bool { return len(o.fields) > 0 || o.body != nil }},
	{406, func(o *operation) bool { return len(o.produces()) > 0 }},
	{413, func(o *operation) bool { return o.body != nil }},
	{415, func(o *operation) bool { return o.body != nil }},
	{500, func(*operation) bool { return true }},
}

// warnOfStatuses tells, once for the API, which statuses the boundary answers that operations don't
// declare.
func (l *lowering) warnOfStatuses() {
	var parts []string
	var first *operation
	for _, s := range boundaryStatuses {
		missing, of := 0, 0
		for _, o := range l.operations {
			if !s.for_(o) {
				continue
			}
			of++
			if !o.declares(s.code) {
				missing++
				first = cmp.Or(first, o)
			}
		}
		if missing > 0 {
			parts = append(parts, fmt.Sprintf("%d (%d of %d operations)", s.code, missing, of))
		}
	}
	if len(parts) == 0 {
		return
	}
	l.findings = append(l.findings, report.Finding{
		Rule: rulePrefix + "undeclared-status", Severity: report.Warning, Element: l.api.ID(), Span: l.api.NameSpan,
		Message: "the server answers statuses by itself that operations don't declare: " + strings.Join(parts, ", "),
		Cure:    "declare them, or 4XX and 5XX, or default, with the schema of your errors",
		Related: []report.Related{{Message: "the first such operation", Span: first.NameSpan}},
	})
}

// declares reports whether the operation says what it answers with the status.
func (o *operation) declares(code int) bool {
	return slices.ContainsFunc(o.answers, func(u *use) bool { return u.code == code || u.code == code/100 || u.code == 0 })
}

// produces returns the media types that all of the operation's successes come in.
func (o *operation) produces() []string {
	var successes [][]string
	for _, u := range o.answers {
		if u.success {
			successes = append(successes, names(u.media))
		}
	}
	return httpapi.Produces(successes)
}
