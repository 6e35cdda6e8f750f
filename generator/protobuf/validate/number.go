package validate

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// bound is one end of a range: "gt", "gte", "lt" or "lte"; "": it is open.
type bound struct {
	name string
	at   protoreflect.Value
}

// number writes the rules of a number. They are read by name, for the messages of all kinds are alike.
func (w *writer) number(x value, kind string, rules *validate.FieldRules) {
	m := rules.ProtoReflect()
	field := m.Descriptor().Fields().ByName(protoreflect.Name(kind))
	if !m.Has(field) {
		return
	}
	r := numberRules{m.Get(field).Message(), kind, w.use}
	if c, ok := r.get("const"); ok {
		w.add(r.compare(x.at, "!=", c), x.rule(kind, "const", "must equal "+said(c)))
	}
	w.numberLists(x, r)
	if finite, ok := r.get("finite"); ok && finite.Bool() {
		w.add("!valid.Finite(float64("+x.at+"))", x.rule(kind, "finite", "must be finite"))
	}
	w.bounds(x, r)
}

func (w *writer) numberLists(x value, r numberRules) {
	in, notIn := r.list("in"), r.list("not_in")
	if r.kind != "float" && r.kind != "double" {
		w.lists(x, r.kind, r.literals(in), r.literals(notIn), saidAll(in), saidAll(notIn))
		return
	}
	if len(in) > 0 {
		w.add("!("+r.any(x.at, in)+")", x.rule(r.kind, "in", "must be in list ["+strings.Join(saidAll(in), ", ")+"]"))
	}
	if len(notIn) > 0 {
		w.add(r.any(x.at, notIn), x.rule(r.kind, "not_in", "must not be in list ["+strings.Join(saidAll(notIn), ", ")+"]"))
	}
}

func (w *writer) bounds(x value, r numberRules) {
	low, high := r.bound("gt", "gte"), r.bound("lt", "lte")
	switch {
	case low.name == "" && high.name == "":
	case high.name == "":
		w.range_(x, r, r.outside(x.at, low), x.rule(r.kind, low.name, "must be "+low.said(said(low.at))))
	case low.name == "":
		w.range_(x, r, r.outside(x.at, high), x.rule(r.kind, high.name, "must be "+high.said(said(high.at))))
	default:
		w.between(x, r, low, high)
	}
}

func (w *writer) between(x value, r numberRules, low, high bound) {
	id, and, either := r.kind+"."+low.name+"_"+high.name, "and", " || "
	if r.under(high.at, low.at) {
		id, and, either = id+"_exclusive", "or", " && "
	}
	broken := r.outside(x.at, low)
	if other := r.outside(x.at, high); broken == "" || other == "" {
		broken = joined(broken, other, either)
	} else {
		broken += either + other
	}
	message := "must be " + low.said(said(low.at)) + " " + and + " " + high.said(said(high.at))
	w.range_(x, r, broken, rule{x.prefix + r.kind + "." + low.name, id, message})
}

// joined puts two conditions together of which one is "", that is: never.
func joined(a, b, either string) string {
	if either == " && " {
		return ""
	}
	return a + b
}

// range_ writes a bound, which NaN never keeps.
func (w *writer) range_(x value, r numberRules, broken string, broke rule) {
	if broken == "" {
		return
	}
	if r.kind == "float" || r.kind == "double" {
		broken = x.at + " != " + x.at + " || " + broken // && binds closer
	}
	w.add(broken, broke)
}

// said spells a bound in messages.
func (b bound) said(at string) string {
	switch b.name {
	case "gt":
		return "greater than " + at
	case "gte":
		return "greater than or equal to " + at
	case "lt":
		return "less than " + at
	}
	return "less than or equal to " + at
}

// operator returns the comparison that breaks a bound.
func (b bound) operator() string {
	return map[string]string{"gt": "<=", "gte": "<", "lt": ">=", "lte": ">"}[b.name]
}

// numberRules are the rules of a number of some kind.
type numberRules struct {
	m    protoreflect.Message
	kind string
	use  func(path string) // for what literals import
}

func (r numberRules) get(name protoreflect.Name) (protoreflect.Value, bool) {
	field := r.m.Descriptor().Fields().ByName(name)
	if field == nil || !r.m.Has(field) {
		return protoreflect.Value{}, false
	}
	return r.m.Get(field), true
}

func (r numberRules) list(name protoreflect.Name) (values []protoreflect.Value) {
	list := r.m.Get(r.m.Descriptor().Fields().ByName(name)).List()
	for i := range list.Len() {
		values = append(values, list.Get(i))
	}
	return values
}

func (r numberRules) bound(names ...protoreflect.Name) bound {
	for _, name := range names {
		if at, ok := r.get(name); ok {
			return bound{string(name), at}
		}
	}
	return bound{}
}

// outside is the condition under which a number breaks a bound; "": no number does.
func (r numberRules) outside(at string, b bound) string {
	if extreme(b, r.kind) {
		return ""
	}
	return r.compare(at, b.operator(), b.at)
}

// extreme reports whether a bound is the last number of its kind, which linters object to.
func extreme(b bound, kind string) bool {
	switch n := b.at.Interface().(type) {
	case int32:
		return b.name == "gte" && n == math.MinInt32 || b.name == "lte" && n == math.MaxInt32
	case int64:
		return b.name == "gte" && n == math.MinInt64 || b.name == "lte" && n == math.MaxInt64
	case uint32:
		return b.name == "gte" && n == 0 || b.name == "lte" && n == math.MaxUint32
	case uint64:
		return b.name == "gte" && n == 0 || b.name == "lte" && n == math.MaxUint64
	}
	return false
}

// under reports whether a is less than b.
func (r numberRules) under(a, b protoreflect.Value) bool {
	switch a.Interface().(type) {
	case int32, int64:
		return a.Int() < b.Int()
	case uint32, uint64:
		return a.Uint() < b.Uint()
	}
	return a.Float() < b.Float()
}

func (r numberRules) compare(at, operator string, with protoreflect.Value) string {
	return at + " " + operator + " " + r.literal(with)
}

func (r numberRules) any(at string, values []protoreflect.Value) string {
	var conditions []string
	for _, with := range values {
		conditions = append(conditions, r.compare(at, "==", with))
	}
	return strings.Join(distinct(conditions), " || ")
}

func (r numberRules) literals(values []protoreflect.Value) []string {
	out := make([]string, len(values))
	for i, n := range values {
		out[i] = r.literal(n)
	}
	return out
}

// literal writes a number as Go.
func (r numberRules) literal(n protoreflect.Value) string {
	if r.kind != "float" && r.kind != "double" {
		return fmt.Sprint(n.Interface())
	}
	f, size := n.Float(), 64
	if r.kind == "float" {
		size = 32
	}
	switch {
	case math.IsNaN(f):
		return r.special("math.NaN()")
	case math.IsInf(f, 1):
		return r.special("math.Inf(1)")
	case math.IsInf(f, -1):
		return r.special("math.Inf(-1)")
	}
	return strconv.FormatFloat(f, 'g', -1, size)
}

func (r numberRules) special(call string) string {
	r.use("math")
	if r.kind == "float" {
		return "float32(" + call + ")"
	}
	return call
}

func saidAll(values []protoreflect.Value) []string {
	out := make([]string, len(values))
	for i, n := range values {
		out[i] = said(n)
	}
	return out
}

// said spells a number in messages.
func said(n protoreflect.Value) string {
	var f float64
	switch x := n.Interface().(type) {
	case float32:
		f = float64(x)
	case float64:
		f = x
	default:
		return fmt.Sprint(x)
	}
	switch {
	case math.IsInf(f, 1):
		return "Infinity"
	case math.IsInf(f, -1):
		return "-Infinity"
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}
