package sample

import (
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
)

// The bounds of a message.
const (
	mostDepth    = 12 // messages within messages that have to be there
	mostOptional = 12 // fields of one message that need not be there
	mostItems    = 1000
	mostMessages = 20_000 // tried for one sample
)

// work is the making of one message.
type work struct {
	*Maker
	answer  bool     // it goes to a client: what is only for requests is left out, what only services set is there
	creates bool     // the method creates a resource, whose name the service gives
	binding *binding // how the request travels over HTTP; nil: it doesn't
	depth   int
	tried   int
	turn    int // which of several values is meant: items of a set take different ones
}

// message makes a message. path leads to it from the outermost by names of fields, with a dot at its end; full
// asks for fields that need not be there.
func (w *work) message(d protoreflect.MessageDescriptor, path string, full bool) (*dynamicpb.Message, error) {
	w.depth++
	defer func() { w.depth-- }()
	if w.tried++; w.depth > mostDepth || w.tried > mostMessages {
		return nil, fail(d, "it demands another message of its own kind, without end, or too many within each other")
	}
	out := dynamicpb.NewMessage(d)
	if d.FullName() == httpBody {
		return document(out, w.turn), nil
	}
	full = full && w.depth <= 2 || written(d)
	optional := 0
	chosen := w.chosen(d, path)
	for i := range d.Fields().Len() {
		f := d.Fields().Get(i)
		needed := w.needed(f, path)
		if by, ok := chosen[group(f)]; group(f) != "" && ok {
			if by != f.Name() {
				continue
			}
			needed = true
		}
		if !needed && (!full || optional >= mostOptional && !internal(f) || !w.wanted(f, path)) {
			continue
		}
		value, err := w.field(f, path)
		switch {
		case err == nil:
			out.Set(f, value)
			if !needed {
				optional++
				if g := group(f); g != "" {
					chosen[g] = f.Name()
				}
			}
		case needed:
			return nil, err
		}
	}
	return out, nil
}

// group names the set of fields of which only one may be there: a oneof, or what a rule says is one. "": none.
func group(f protoreflect.FieldDescriptor) string {
	if o := f.ContainingOneof(); o != nil && !o.IsSynthetic() {
		return string(o.Name())
	}
	if rule := exclusive(f); rule != nil {
		return "rule " + rule.GetFields()[0]
	}
	return ""
}

// chosen settles which field of each group is there, where one must be.
func (w *work) chosen(d protoreflect.MessageDescriptor, path string) map[string]protoreflect.Name {
	out := map[string]protoreflect.Name{}
	for i := range d.Fields().Len() { // what a path holds comes first
		if f := d.Fields().Get(i); group(f) != "" && out[group(f)] == "" && w.binding.holds(path+string(f.Name())) {
			out[group(f)] = f.Name()
		}
	}
	for i := range d.Fields().Len() {
		f := d.Fields().Get(i)
		g := group(f)
		if g == "" || out[g] != "" || !w.obliged(f) && !w.needed(f, path) || !w.allowed(f, path) {
			continue
		}
		if _, err := w.field(f, path); err == nil {
			out[g] = f.Name()
		}
	}
	return out
}

// obliged reports whether one of the group of a field must be there.
func (w *work) obliged(f protoreflect.FieldDescriptor) bool {
	if o := f.ContainingOneof(); o != nil && !o.IsSynthetic() {
		if option[*validate.OneofRules](o, validate.E_Oneof).GetRequired() {
			return true
		}
		for i := range o.Fields().Len() { // REQUIRED in a oneof is about the oneof
			if behaves(o.Fields().Get(i), annotations.FieldBehavior_REQUIRED) {
				return true
			}
		}
	}
	return exclusive(f).GetRequired()
}

// allowed reports whether a field may be set at all in this direction.
func (w *work) allowed(f protoreflect.FieldDescriptor, path string) bool {
	switch {
	case w.answer:
		return !behaves(f, annotations.FieldBehavior_INPUT_ONLY)
	case w.binding.holds(path + string(f.Name())):
		return true
	}
	return !behaves(f, annotations.FieldBehavior_OUTPUT_ONLY) && !(w.creates && behaves(f, annotations.FieldBehavior_IDENTIFIER))
}

// needed reports whether a message without the field would be refused, or would not route.
func (w *work) needed(f protoreflect.FieldDescriptor, path string) bool {
	if w.binding.holds(path+string(f.Name())) || f.Cardinality() == protoreflect.Required {
		return true
	}
	if !w.allowed(f, path) {
		return false
	}
	r := rulesOf(f)
	if r.GetRequired() {
		return true
	}
	if o := f.ContainingOneof(); o != nil && !o.IsSynthetic() {
		return false // the oneof is needed, if anything
	}
	if behaves(f, annotations.FieldBehavior_REQUIRED) {
		return true
	}
	if r == nil || f.HasPresence() || r.GetIgnore() == validate.Ignore_IGNORE_IF_ZERO_VALUE || exclusive(f) != nil {
		return false
	}
	return !w.zero(f, r)
}

// zero reports whether rules allow a field that is not there.
func (w *work) zero(f protoreflect.FieldDescriptor, r *validate.FieldRules) bool {
	switch {
	case f.IsList():
		return r.GetRepeated().GetMinItems() == 0
	case f.IsMap():
		return r.GetMap().GetMinPairs() == 0
	}
	return allows(f, typed(r), f.Default())
}

// wanted reports whether a field that need not be there is worth being there: it fits where it travels, and is
// not a message far from the top.
func (w *work) wanted(f protoreflect.FieldDescriptor, path string) bool {
	if !w.allowed(f, path) || w.taken(f) || deprecated(f) || f.Name() == "page_token" || f.Name() == "next_page_token" {
		return false // only services make tokens, and whoever follows one of ours would get pages without end
	}
	if !w.answer && !w.binding.fits(path, f) {
		return false
	}
	m := f.Message()
	if f.IsMap() {
		m = f.MapValue().Message()
	}
	switch {
	case m == nil:
		return true
	case m.FullName() == "google.protobuf.Any": // of a type that who reads it may not know
		return false
	case m.FullName() == "google.protobuf.FieldMask":
		return w.answer || len(w.masked(f, nil)) > 0
	}
	return known[m.FullName()] || w.depth < 2 && w.answer
}

// taken reports whether an earlier field of the oneof of f is wanted in its place.
func (w *work) taken(f protoreflect.FieldDescriptor) bool {
	o := f.ContainingOneof()
	return o != nil && !o.IsSynthetic() && o.Fields().Get(0) != f
}

// field makes the value of a field, whatever its cardinality.
func (w *work) field(f protoreflect.FieldDescriptor, path string) (protoreflect.Value, error) {
	r := rulesOf(f)
	path += string(f.Name())
	switch {
	case f.IsMap():
		return w.mapped(f, r, path)
	case f.IsList():
		return w.repeated(f, r, path)
	}
	return w.single(f, r, path)
}

func (w *work) repeated(f protoreflect.FieldDescriptor, r *validate.FieldRules, path string) (protoreflect.Value, error) {
	n := max(1, r.GetRepeated().GetMinItems())
	if r.GetRepeated().HasMaxItems() && r.GetRepeated().GetMaxItems() < n {
		if r.GetRepeated().GetMinItems() > r.GetRepeated().GetMaxItems() || w.needed(f, path[:len(path)-len(f.Name())]) {
			return protoreflect.Value{}, fail(f, "its rules allow no number of items")
		}
		n = 0
	}
	if n > mostItems {
		return protoreflect.Value{}, fail(f, "more items are demanded than a sample should have")
	}
	items := r.GetRepeated().GetItems()
	if items.GetIgnore() == validate.Ignore_IGNORE_ALWAYS {
		items = nil
	}
	out := dynamicpb.NewMessage(f.ContainingMessage()).NewField(f)
	defer func(turn int) { w.turn = turn }(w.turn)
	for range n {
		value, err := w.single(f, items, path)
		if err != nil {
			return protoreflect.Value{}, err
		}
		out.List().Append(value)
		w.turn++
	}
	return out, nil
}

func (w *work) mapped(f protoreflect.FieldDescriptor, r *validate.FieldRules, path string) (protoreflect.Value, error) {
	n := max(1, r.GetMap().GetMinPairs())
	if r.GetMap().HasMaxPairs() && r.GetMap().GetMaxPairs() < n || n > mostItems {
		return protoreflect.Value{}, fail(f, "its rules allow no number of pairs that a sample should have")
	}
	out := dynamicpb.NewMessage(f.ContainingMessage()).NewField(f)
	defer func(turn int) { w.turn = turn }(w.turn)
	for tries := uint64(0); uint64(out.Map().Len()) < n && tries < 2*n+4; tries++ {
		key, err := w.single(f.MapKey(), r.GetMap().GetKeys(), path)
		if err != nil {
			return protoreflect.Value{}, err
		}
		value, err := w.single(f.MapValue(), r.GetMap().GetValues(), path)
		if err != nil {
			return protoreflect.Value{}, err
		}
		out.Map().Set(key.MapKey(), value)
		w.turn++
	}
	if uint64(out.Map().Len()) < n {
		return protoreflect.Value{}, fail(f, "not enough keys were found that its rules allow")
	}
	return out, nil
}

// single makes one value of a field: the field's, or that of an item.
func (w *work) single(f protoreflect.FieldDescriptor, r *validate.FieldRules, path string) (protoreflect.Value, error) {
	if m := f.Message(); m != nil {
		if known[m.FullName()] {
			return w.wellKnown(f, r)
		}
		made, err := w.message(m, path+".", true)
		return protoreflect.ValueOfMessage(made), err
	}
	for _, value := range w.candidates(f, typed(r), path) {
		if allows(f, typed(r), value) && (w.may(f, r) || !isZero(value)) {
			return value, nil
		}
	}
	return protoreflect.Value{}, fail(f, "no value was found that its rules allow")
}

// may reports whether a value may be the zero one: what is not told from a missing one may not where one must be.
func (w *work) may(f protoreflect.FieldDescriptor, r *validate.FieldRules) bool {
	return f.HasPresence() || f.IsList() || f.ContainingMessage().IsMapEntry() || !r.GetRequired() && !behaves(f, annotations.FieldBehavior_REQUIRED)
}

func isZero(v protoreflect.Value) bool {
	switch x := v.Interface().(type) {
	case []byte:
		return len(x) == 0
	case string:
		return x == ""
	case bool:
		return !x
	case protoreflect.EnumNumber:
		return x == 0
	case float64:
		return x == 0
	case float32:
		return x == 0
	case int32:
		return x == 0
	case int64:
		return x == 0
	case uint32:
		return x == 0
	case uint64:
		return x == 0
	}
	return false
}

func deprecated(f protoreflect.FieldDescriptor) bool {
	o, _ := f.Options().(interface{ GetDeprecated() bool })
	return o != nil && o.GetDeprecated()
}
