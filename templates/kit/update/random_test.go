package update_test

import (
	"math/rand/v2"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/kit/behavior"
	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/kit/update"
)

// TestLaws holds random updates to what AIP-161 demands: a resource that is updated with itself stays as it is, an update that
// is repeated changes nothing more, and what no path names stays.
func TestLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	changed, refused := 0, 0
	for range 2000 {
		stored, patch := random(r), random(r)
		mask := masked(paths(r, stored.ProtoReflect().Descriptor()))
		same := proto.Clone(stored)
		if err := update.Apply(same, stored, mask); err != nil || !proto.Equal(same, stored) {
			t.Fatalf("updated with itself by %q: %v\n%v\n%v", mask.GetPaths(), err, stored, same)
		}
		once := proto.Clone(stored)
		if err := update.Apply(once, patch, mask); err != nil {
			refused++
			continue
		}
		twice := proto.Clone(once)
		if err := update.Apply(twice, patch, mask); err != nil || !proto.Equal(once, twice) {
			t.Fatalf("updated twice by %q: %v\n%v\n%v", mask.GetPaths(), err, once, twice)
		}
		untouched(t, stored, once, mask.GetPaths())
		if !proto.Equal(once, stored) {
			changed++
		}
	}
	if changed < 400 || refused < 40 {
		t.Errorf("%d updates changed something and %d were refused: too few to mean much", changed, refused)
	}
}

// untouched finds all fields as they were that no path begins with, those of a oneof excepted, which exclude each other.
func untouched(t *testing.T, before, after proto.Message, paths []string) {
	t.Helper()
	if len(paths) == 0 {
		return
	}
	named := map[string]bool{}
	for _, path := range paths {
		name, _, _ := behavior.NextName(path)
		named[name] = true
	}
	b, a := before.ProtoReflect(), after.ProtoReflect()
	for i := range b.Descriptor().Fields().Len() {
		f := b.Descriptor().Fields().Get(i)
		if o := f.ContainingOneof(); named["*"] || named[string(f.Name())] || o != nil && !o.IsSynthetic() {
			continue
		}
		if b.Has(f) != a.Has(f) || !b.Get(f).Equal(a.Get(f)) {
			t.Fatalf("%s has changed by %q", f.Name(), paths)
		}
	}
}

func random(r *rand.Rand) *shop.Order {
	m := new(shop.Order)
	fill(r, m.ProtoReflect(), 3)
	m.Name, m.Currency = "n", []string{"", "EUR", "EUR", "USD"}[r.IntN(4)]
	return m
}

func fill(r *rand.Rand, m protoreflect.Message, depth int) {
	fields := m.Descriptor().Fields()
	for i := range fields.Len() {
		f := fields.Get(i)
		switch {
		case r.IntN(2) == 0, f.Message() != nil && depth == 0:
		case f.IsMap():
			for range r.IntN(3) {
				key := protoreflect.ValueOfString(string(rune('a' + r.IntN(3)))).MapKey()
				v := m.Mutable(f).Map().NewValue()
				if f.MapValue().Message() != nil {
					fill(r, v.Message(), depth-1)
				} else {
					v = scalar(r, f.MapValue())
				}
				m.Mutable(f).Map().Set(key, v)
			}
		case f.IsList():
			for range r.IntN(3) {
				v := m.Mutable(f).List().NewElement()
				if f.Message() != nil {
					fill(r, v.Message(), depth-1)
				} else {
					v = scalar(r, f)
				}
				m.Mutable(f).List().Append(v)
			}
		case f.Message() != nil:
			fill(r, m.Mutable(f).Message(), depth-1)
		default:
			m.Set(f, scalar(r, f))
		}
	}
}

func scalar(r *rand.Rand, f protoreflect.FieldDescriptor) protoreflect.Value {
	n := r.IntN(3)
	switch f.Kind() {
	case protoreflect.StringKind:
		return protoreflect.ValueOfString([]string{"", "x", "y"}[n])
	case protoreflect.BytesKind:
		return protoreflect.ValueOfBytes([]byte{byte(n)})
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(n > 0)
	case protoreflect.EnumKind:
		return protoreflect.ValueOfEnum(protoreflect.EnumNumber(n))
	case protoreflect.DoubleKind:
		return protoreflect.ValueOfFloat64(float64(n))
	case protoreflect.Int32Kind, protoreflect.Sint32Kind:
		return protoreflect.ValueOfInt32(int32(n))
	case protoreflect.Uint32Kind:
		return protoreflect.ValueOfUint32(uint32(n))
	case protoreflect.Fixed64Kind, protoreflect.Uint64Kind:
		return protoreflect.ValueOfUint64(uint64(n))
	}
	return protoreflect.ValueOfInt64(int64(n))
}

// paths makes a mask of paths that all name something; none in a fifth of all cases.
func paths(r *rand.Rand, d protoreflect.MessageDescriptor) (all []string) {
	for range r.IntN(5) {
		all = append(all, path(r, d, 3))
	}
	return all
}

func path(r *rand.Rand, d protoreflect.MessageDescriptor, depth int) string {
	if r.IntN(20) == 0 && depth == 3 {
		return "*"
	}
	f := d.Fields().Get(r.IntN(d.Fields().Len()))
	name := string(f.Name())
	if depth == 0 || r.IntN(2) == 0 {
		return name
	}
	value := f.Message()
	switch {
	case f.IsMap():
		name += "." + []string{"a", "`b`", "c", "*"}[r.IntN(4)]
		value = f.MapValue().Message()
	case f.IsList() && value != nil:
		name += ".*"
	}
	if value == nil || r.IntN(2) == 0 {
		return name
	}
	return name + "." + path(r, value, depth-1)
}
