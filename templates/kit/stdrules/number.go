package stdrules

import (
	"cmp"
	"fmt"
	"math"
	"strconv"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/kit/valid"
)

// number compares a number with an integer, as cmp.Compare does.
func number(v protoreflect.Value, with int64) int {
	switch n := v.Interface().(type) {
	case int32:
		return cmp.Compare(int64(n), with)
	case int64:
		return cmp.Compare(n, with)
	case uint32:
		return cmp.Compare(uint64(n), uint64(with))
	case uint64:
		return cmp.Compare(n, uint64(with))
	}
	return cmp.Compare(v.Float(), float64(with))
}

// compared compares two numbers of the same kind. NaN is nowhere.
func compared(a, b protoreflect.Value) (order int, ok bool) {
	switch a.Interface().(type) {
	case int32, int64:
		return cmp.Compare(a.Int(), b.Int()), true
	case uint32, uint64:
		return cmp.Compare(a.Uint(), b.Uint()), true
	}
	x, y := a.Float(), b.Float()
	return cmp.Compare(x, y), !math.IsNaN(x) && !math.IsNaN(y)
}

func equal(a, b protoreflect.Value) bool {
	order, ok := compared(a, b)
	return ok && order == 0
}

// number evaluates the rules of a number. They are read by name, for the messages of all kinds are alike.
func (e *evaluation) number(x value, kind string, rules *validate.FieldRules) {
	m := rules.ProtoReflect()
	field := m.Descriptor().Fields().ByName(protoreflect.Name(kind))
	if !m.Has(field) {
		return
	}
	r := numberRules{m.Get(field).Message()}
	if c, ok := r.get("const"); ok && !equal(x.Value, c) {
		e.broke(x, kind, "const", "must equal "+said(c))
	}
	in, notIn := r.list("in"), r.list("not_in")
	e.brokeIf(len(in) > 0 && !contains(in, x.Value), x, kind, "in", "must be in list "+listed(in, said))
	e.brokeIf(contains(notIn, x.Value), x, kind, "not_in", "must not be in list "+listed(notIn, said))
	if finite, ok := r.get("finite"); ok && finite.Bool() && !valid.Finite(x.Float()) {
		e.broke(x, kind, "finite", "must be finite")
	}
	e.bounds(x, kind, r.bound("gt", "gte"), r.bound("lt", "lte"))
}

func contains(all []protoreflect.Value, v protoreflect.Value) bool {
	for _, one := range all {
		if equal(one, v) {
			return true
		}
	}
	return false
}

// bounds evaluates a range. One whose ends are crossed leaves out what lies between them.
func (e *evaluation) bounds(x value, kind string, low, high bound) {
	switch {
	case low.name == "" && high.name == "":
	case high.name == "":
		e.brokeIf(low.excludes(x.Value), x, kind, low.name, "must be "+low.says())
	case low.name == "":
		e.brokeIf(high.excludes(x.Value), x, kind, high.name, "must be "+high.says())
	default:
		id, and, broken := kind+"."+low.name+"_"+high.name, " and ", low.excludes(x.Value) || high.excludes(x.Value)
		if order, ok := compared(high.at, low.at); ok && order < 0 {
			id, and, broken = id+"_exclusive", " or ", low.excludes(x.Value) && high.excludes(x.Value)
		}
		if broken {
			e.Add(x.prefix+kind+"."+low.name, id, "must be "+low.says()+and+high.says())
		}
	}
}

// bound is one end of a range: "gt", "gte", "lt" or "lte"; "": it is open.
type bound struct {
	name string
	at   protoreflect.Value
}

// excludes says whether a number lies beyond the bound, as NaN always does.
func (b bound) excludes(v protoreflect.Value) bool {
	order, ok := compared(v, b.at)
	return !ok || outside(b.name, order)
}

// outside says whether what compares so with a bound lies beyond it.
func outside(name string, order int) bool {
	switch name {
	case "gt":
		return order <= 0
	case "gte":
		return order < 0
	case "lt":
		return order >= 0
	}
	return order > 0
}

func (b bound) says() string { return than(b.name) + said(b.at) }

func than(name string) string {
	switch name {
	case "gt":
		return "greater than "
	case "gte":
		return "greater than or equal to "
	case "lt":
		return "less than "
	}
	return "less than or equal to "
}

// numberRules are the rules of a number of some kind.
type numberRules struct{ protoreflect.Message }

func (r numberRules) get(name protoreflect.Name) (v protoreflect.Value, ok bool) {
	field := r.Descriptor().Fields().ByName(name)
	if field == nil || !r.Has(field) {
		return v, false
	}
	return r.Get(field), true
}

func (r numberRules) list(name protoreflect.Name) (all []protoreflect.Value) {
	list := r.Get(r.Descriptor().Fields().ByName(name)).List()
	for i := range list.Len() {
		all = append(all, list.Get(i))
	}
	return all
}

func (r numberRules) bound(names ...protoreflect.Name) bound {
	for _, name := range names {
		if at, ok := r.get(name); ok {
			return bound{string(name), at}
		}
	}
	return bound{}
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
