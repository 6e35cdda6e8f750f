package roundtrip

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
)

func TestShop(t *testing.T) { Run(t, shop.File_shop_proto) }

// The forms of their own travel on their own, too.
func TestSpecial(t *testing.T) {
	Run(t, structpb.File_google_protobuf_struct_proto, (&shop.Order{}).GetExtra().ProtoReflect().Descriptor().ParentFile())
	for i := range moments {
		if err := moments[i].CheckValid(); err != nil {
			t.Error(err)
		}
	}
	for i := range durations {
		if err := durations[i].CheckValid(); err != nil {
			t.Error(err)
		}
	}
}

// TestMessages has everything be set somewhere.
func TestMessages(t *testing.T) {
	for _, s := range subjects(shop.File_shop_proto) {
		set := map[protoreflect.FullName]map[string]bool{}
		for _, m := range s.messages() {
			m.ProtoReflect().Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
				if set[f.FullName()] == nil {
					set[f.FullName()] = map[string]bool{}
				}
				text := v.String()
				if f.Message() != nil && !f.IsList() && !f.IsMap() {
					text = string(bits(v.Message().Interface()))
				}
				set[f.FullName()][text] = true
				return true
			})
		}
		for _, f := range s.fields {
			least := 2
			if f.Kind() == protoreflect.BoolKind {
				least = 1
			}
			if n := len(set[f.FullName()]); n < least {
				t.Errorf("%s is set to %d values", f.FullName(), n)
			}
		}
	}
}

// spoiled is a codec that changes a message before it writes it, or what it has written.
func spoiled(change func(protoreflect.Message), replace ...string) []codec {
	all := codecs()
	for i := range all {
		write := all[i].write
		all[i].write = func(m proto.Message) ([]byte, error) {
			changed := m.ProtoReflect().New()
			if err := proto.Unmarshal(bits(m), changed.Interface()); err != nil { // proto.Clone loses -0
				return nil, err
			}
			each(changed, change)
			text, err := write(changed.Interface())
			if len(replace) > 0 && !strings.HasPrefix(all[i].name, "binary") {
				text = []byte(strings.NewReplacer(replace...).Replace(string(text)))
			}
			return text, err
		}
	}
	return all
}

// each visits a message and all in it.
func each(m protoreflect.Message, visit func(protoreflect.Message)) {
	m.Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		switch {
		case f.IsMap() && f.MapValue().Message() != nil:
			v.Map().Range(func(_ protoreflect.MapKey, v protoreflect.Value) bool { each(v.Message(), visit); return true })
		case f.IsMap() || f.Message() == nil:
		case f.IsList():
			for i := range v.List().Len() {
				each(v.List().Get(i).Message(), visit)
			}
		default:
			each(v.Message(), visit)
		}
		return true
	})
	visit(m)
}

// scalars changes the fields that are one value of a kind.
func scalars(kind protoreflect.Kind, change func(protoreflect.Value) protoreflect.Value) func(protoreflect.Message) {
	return func(m protoreflect.Message) {
		m.Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
			if f.Kind() == kind && !f.IsList() && !f.IsMap() {
				m.Set(f, change(v))
			}
			return true
		})
	}
}

// TestSpoiled breaks codecs in the ways that they break, and each has to be found out.
func TestSpoiled(t *testing.T) {
	none := func(protoreflect.Message) {}
	for _, c := range []struct {
		name string
		all  []codec
	}{
		{"integers are floats", spoiled(scalars(protoreflect.Int64Kind, func(v protoreflect.Value) protoreflect.Value {
			return protoreflect.ValueOfInt64(int64(float64(v.Int()) / 2 * 2))
		}))},
		{"-0 is 0", spoiled(scalars(protoreflect.DoubleKind, func(v protoreflect.Value) protoreflect.Value { return protoreflect.ValueOfFloat64(v.Float() + 0) }))},
		{"large numbers are infinite", spoiled(scalars(protoreflect.DoubleKind, func(v protoreflect.Value) protoreflect.Value {
			if math.Abs(v.Float()) >= math.MaxFloat64 {
				return protoreflect.ValueOfFloat64(math.Inf(1))
			}
			return v
		}))},
		{"texts end at NUL", spoiled(scalars(protoreflect.StringKind, func(v protoreflect.Value) protoreflect.Value {
			text, _, _ := strings.Cut(v.String(), "\x00")
			return protoreflect.ValueOfString(text)
		}))},
		{"texts are normalised", spoiled(scalars(protoreflect.StringKind, func(v protoreflect.Value) protoreflect.Value {
			return protoreflect.ValueOfString(strings.ReplaceAll(v.String(), "e\u0301", "é"))
		}))},
		{"texts are cut", spoiled(scalars(protoreflect.StringKind, func(v protoreflect.Value) protoreflect.Value {
			return protoreflect.ValueOfString(v.String()[:min(len(v.String()), 4096)])
		}))},
		{"unknown numbers of enums are lost", spoiled(scalars(protoreflect.EnumKind, func(v protoreflect.Value) protoreflect.Value {
			return protoreflect.ValueOfEnum(max(0, v.Enum()) % 1000)
		}))},
		{"a zero that is set is lost", spoiled(func(m protoreflect.Message) {
			m.Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
				if f.HasPresence() && f.Message() == nil && v.Equal(f.Default()) {
					m.Clear(f)
				}
				return true
			})
		})},
		{"the last of a list is lost", spoiled(func(m protoreflect.Message) {
			m.Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
				if f.IsList() {
					v.List().Truncate(v.List().Len() - 1)
				}
				return true
			})
		})},
		{"emoji are lost", spoiled(none, "\U0001F600", "?")},
		{"lines are separated", spoiled(none, "\u2028", "\\n", `\u2028`, "\\n")},
		{"nanoseconds are lost", spoiled(none, ".000001Z", "Z")},
		{"the order of a map is another each time", unsteady(t)},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, s := range subjects(shop.File_shop_proto) {
				if _, wrong := s.travel(c.all); len(wrong) > 0 {
					t.Log(wrong[0])
					return
				}
			}
			t.Error("nobody notices")
		})
	}
}

// unsteady codecs write another text each time.
func unsteady(t *testing.T) []codec {
	t.Helper()
	all, n := codecs(), 0
	for i := range all {
		write := all[i].write
		all[i].write = func(m proto.Message) ([]byte, error) {
			text, err := write(m)
			if n++; !strings.HasPrefix(all[i].name, "binary") {
				text = append(text, bytes.Repeat([]byte(" "), n%2)...)
			}
			return text, err
		}
	}
	return all
}
