package check

import (
	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/generator/ready"
	"github.com/bylaw-dev/bylaw/generator/sample"
	"github.com/bylaw-dev/bylaw/internal/support/errors"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// json checks a JSON body: its fields by going over it, its values by the engine.
func (w *walker) json(m *ready.Media) {
	if !w.walk() {
		w.overlook("the expected body can't be read as JSON, or is too large or too deep")
		return
	}
	var r wire.Reader
	r.Reset(wire.Response)
	n, ok := r.ParseJSON(w.body.Content, wire.Limits{})
	if !ok {
		return
	}
	m.Check(&r, n)
	for _, v := range r.Violations() {
		w.violation(v)
	}
	if r.Truncated() {
		w.skip("more is wrong with the expected body than is listed, or it takes too much work to check")
	}
}

// violation tells that an expected value is none of the spec. Where a matcher takes others, and the
// spec has one of them, the consumer can go on.
func (w *walker) violation(v errors.Violation) {
	at := w.find(v.Field)
	if at.told || v.Code == errors.UnknownField || at.counted && (v.Code == errors.MinItems || v.Code == errors.MaxItems) {
		return
	}
	f := finding{
		rule: Response, severity: report.Error, span: w.within(at.value.Span), about: at.about(), key: at.generic + " " + v.Code,
		message: "the spec's answer " + w.answered() + " can't have what is expected: " + at.path + " " + v.Description,
		cure:    "have the consumer expect what the spec says, or restore it in the spec",
	}
	if rule := at.rule; rule != nil && !exact(rule) {
		if !w.satisfiable(at, rule) {
			f.message += "; no value was found that the matcher takes and the spec allows"
		} else {
			f.rule, f.severity = Example, report.Warning
			f.message = "the example is no value of the spec: " + at.path + " " + v.Description + "; the matcher takes others"
			f.cure = "record the interaction again, so that the consumer is tested with what it will get"
		}
	}
	w.tell(at, f)
}

// tries is how many samples are made to find a value that both sides take.
const tries = 4

// satisfiable reports whether a value is found that the schemas allow and the rule takes.
func (w *walker) satisfiable(at *place, rule *contract.Rule) bool {
	whole := together(at.schemas)
	for _, v := range w.candidates(at, whole) {
		if takes(rule, at.value, v) && w.allows(whole, v) {
			return true
		}
	}
	return false
}

// together returns one schema for several.
func together(schemas []*spec.Type) *spec.Type {
	if len(schemas) == 1 {
		return schemas[0]
	}
	return &spec.Type{Schema: &spec.Schema{AllOf: schemas}}
}

// candidates are all values that are listed, or a few samples.
func (w *walker) candidates(at *place, whole *spec.Type) []*spec.Value {
	n, ok := w.reader.ParseJSON(contract.AppendJSON(nil, at.value), wire.Limits{})
	if ok {
		if listed := w.view(n, at.schemas).literals(); listed != nil {
			return listed
		}
	}
	var all []*spec.Value
	for seed := range uint64(tries) {
		if v, err := sample.New(seed).Value(whole, spec.InResponse); err == nil && v != nil {
			all = append(all, v)
		}
	}
	return all
}

// takes reports whether the rule takes a value.
func takes(rule *contract.Rule, example, v *spec.Value) bool {
	for _, m := range rule.Matchers {
		fits := match.Holds(m, example, v) == nil || !match.Cascades(m) && v.Kind == example.Kind
		if fits != (rule.Combine == contract.And) {
			return fits
		}
	}
	return rule.Combine == contract.And
}

// allows reports whether the schema allows a value, as part of an answer.
func (w *walker) allows(t *spec.Type, v *spec.Value) bool {
	var r wire.Reader
	r.Reset(wire.Response)
	n, ok := r.ParseJSON(contract.AppendJSON(nil, v), wire.Limits{})
	if ok {
		w.part.Read(t)(&r, n)
	}
	return ok && r.OK()
}
