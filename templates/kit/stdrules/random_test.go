package stdrules_test

import (
	"math"
	"math/rand/v2"
	"strings"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// random makes messages near to what their rules speak of.
type random struct{ *rand.Rand }

func (r *random) fill(m protoreflect.Message, depth int) {
	fields := m.Descriptor().Fields()
	for i := range fields.Len() {
		f := fields.Get(i)
		if r.IntN(4) == 0 || f.Message() != nil && depth == 0 {
			continue
		}
		pool := constants(f)
		switch {
		case f.IsMap():
			entries := m.Mutable(f).Map()
			for range r.IntN(4) {
				value := entries.NewValue()
				if f.MapValue().Message() != nil {
					r.fill(value.Message(), depth-1)
				} else {
					value = r.scalar(f.MapValue(), pool)
				}
				entries.Set(r.scalar(f.MapKey(), pool).MapKey(), value)
			}
		case f.IsList():
			list := m.Mutable(f).List()
			for range r.IntN(5) {
				if f.Message() != nil {
					r.fill(list.AppendMutable().Message(), depth-1)
				} else {
					list.Append(r.scalar(f, pool))
				}
			}
		case f.Message() != nil:
			r.message(m.Mutable(f).Message(), pool, depth)
		default:
			m.Set(f, r.scalar(f, pool))
		}
	}
}

// message fills a message; one of google.protobuf with what the rules of its field speak of.
func (r *random) message(m protoreflect.Message, pool []any, depth int) {
	if m.Descriptor().ParentFile().Package() != "google.protobuf" {
		r.fill(m, depth-1)
		return
	}
	for _, one := range pool {
		if same, ok := one.(protoreflect.Message); ok && same.Descriptor().FullName() == m.Descriptor().FullName() && r.IntN(3) == 0 {
			text, _ := proto.Marshal(same.Interface()) // they may be of different descriptors
			_ = proto.Unmarshal(text, m.Interface())
			return
		}
	}
	for i := range m.Descriptor().Fields().Len() {
		f := m.Descriptor().Fields().Get(i)
		switch {
		case f.Message() != nil || r.IntN(4) == 0:
		case f.IsList():
			m.Mutable(f).List().Append(r.scalar(f, pool))
		case f.Name() == "seconds" && r.IntN(2) == 0:
			m.Set(f, protoreflect.ValueOfInt64(noon.Unix()+int64(r.IntN(9)-4)*1800))
		case f.Name() == "seconds" && r.IntN(8) == 0:
			m.Set(f, protoreflect.ValueOfInt64(math.MaxInt64))
		default:
			m.Set(f, r.scalar(f, pool))
		}
	}
}

// constants collects all that the rules of a field compare with.
func constants(f protoreflect.FieldDescriptor) (pool []any) {
	rules, _ := proto.GetExtension(f.Options(), validate.E_Field).(*validate.FieldRules)
	var walk func(protoreflect.Message)
	walk = func(m protoreflect.Message) {
		m.Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
			if f.IsList() {
				for i := range v.List().Len() {
					pool = append(pool, v.List().Get(i).Interface())
					if f.Message() != nil {
						walk(v.List().Get(i).Message())
					}
				}
				return true
			}
			pool = append(pool, v.Interface())
			if f.Message() != nil && !f.IsMap() {
				walk(v.Message())
			}
			return true
		})
	}
	walk(rules.ProtoReflect())
	return pool
}

func (r *random) scalar(f protoreflect.FieldDescriptor, pool []any) protoreflect.Value {
	switch f.Kind() {
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(r.IntN(2) == 0)
	case protoreflect.StringKind:
		return protoreflect.ValueOfString(strings.ToValidUTF8(r.text(pool), "\uFFFD"))
	case protoreflect.BytesKind:
		return protoreflect.ValueOfBytes([]byte(r.text(pool)))
	case protoreflect.EnumKind:
		return protoreflect.ValueOfEnum(protoreflect.EnumNumber(r.number(pool)))
	case protoreflect.FloatKind:
		return protoreflect.ValueOfFloat32(float32(r.float(pool)))
	case protoreflect.DoubleKind:
		return protoreflect.ValueOfFloat64(r.float(pool))
	case protoreflect.Int32Kind, protoreflect.Sint32Kind, protoreflect.Sfixed32Kind:
		return protoreflect.ValueOfInt32(int32(r.number(pool)))
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind:
		return protoreflect.ValueOfUint32(uint32(r.number(pool)))
	case protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		return protoreflect.ValueOfUint64(uint64(r.number(pool)))
	}
	return protoreflect.ValueOfInt64(r.number(pool))
}

func (r *random) number(pool []any) int64 {
	if len(pool) > 0 && r.IntN(2) == 0 {
		near := int64(r.IntN(3) - 1)
		switch n := pool[r.IntN(len(pool))].(type) {
		case int32:
			return int64(n) + near
		case int64:
			return n + near
		case uint32:
			return int64(n) + near
		case uint64:
			return int64(n) + near
		}
	}
	return int64(r.IntN(20) - 5)
}

func (r *random) float(pool []any) float64 {
	if len(pool) > 0 && r.IntN(2) == 0 {
		near := float64(r.IntN(3) - 1)
		switch n := pool[r.IntN(len(pool))].(type) {
		case float32:
			return float64(n) + near
		case float64:
			return n + near
		}
	}
	special := []float64{0, math.Copysign(0, -1), math.NaN(), math.Inf(1), math.Inf(-1), 1, -1, 0.5, math.MaxFloat32}
	return special[r.IntN(len(special))]
}

// forms are texts that have some known form, and pieces of such.
var forms = strings.Fields(`a foo bar example.com foo.bar- -a.b 1.2.3.4 1.2.3.4/8 1.2.3.0/24 256.1.1.1 ::1 ::1/128 fe80::%eth0 fe80::%
	1:2:3:4:5:6:7:8 1:2:3:4:5:6:1.2.3.4 ::ffff:1.2.3.4 1:2:3:4:5:6:7::1.2.3.4 2001:db8::/32 ::1.2.3.4/96 [::1]:80 a.b:80 a:99999
	me@example.com @ a@b http://a.b/c?d#e //a/b http://[::1%25eth]:8/ http://%66%6f/ ../x a:b 1a2b:x%zz
	123e4567-e89b-12d3-a456-426614174000 123e4567e89b12d3a456426614174000 01ARZ3NDEKTSV4RRFFQ69G5FAV 81ARZ3NDEKTSV4RRFFQ69G5FAV
	a.b.C .a.b.C a..b 9a :path x-y X_Y 日本 é`)

func (r *random) text(pool []any) string {
	s := ""
	switch r.IntN(5) {
	case 0:
	case 1, 2:
		s = forms[r.IntN(len(forms))]
	default:
		if len(pool) > 0 {
			switch one := pool[r.IntN(len(pool))].(type) {
			case string:
				s = one
			case []byte:
				s = string(one)
			}
		}
	}
	switch r.IntN(6) {
	case 0:
		s += forms[r.IntN(len(forms))]
	case 1:
		if len(s) > 0 {
			i := r.IntN(len(s))
			s = s[:i] + s[i+1:]
		}
	case 2:
		s += string([]byte{byte(r.IntN(256))})
	}
	return s
}
