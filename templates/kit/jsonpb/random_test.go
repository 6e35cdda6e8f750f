package jsonpb_test

import (
	"bytes"
	"encoding/json"
	"math"
	"math/rand/v2"
	"strconv"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

// fill sets about half of the fields of m.
func fill(random *rand.Rand, m protoreflect.Message, depth int) {
	md := m.Descriptor()
	switch md.FullName() {
	case "google.protobuf.Any":
		fillAny(random, m, depth)
		return
	case "google.protobuf.Timestamp":
		m.Set(md.Fields().ByNumber(1), protoreflect.ValueOfInt64(random.Int64N(320_000_000_000)-62_135_596_810))
		m.Set(md.Fields().ByNumber(2), protoreflect.ValueOfInt32(nanos(random)))
		return
	case "google.protobuf.Duration":
		sign := int64(random.IntN(3) - 1)
		m.Set(md.Fields().ByNumber(1), protoreflect.ValueOfInt64(sign*random.Int64N(315_576_000_010)))
		m.Set(md.Fields().ByNumber(2), protoreflect.ValueOfInt32(int32(sign)*nanos(random)))
		return
	case "google.protobuf.FieldMask":
		for range random.IntN(3) {
			m.Mutable(md.Fields().ByNumber(1)).List().Append(protoreflect.ValueOfString(pick(random, "a", "a_b.c", "foo_bar", "a__b", "A", "a_1", "x.y_z", "")))
		}
		return
	}
	for i := range md.Fields().Len() {
		if fd := md.Fields().Get(i); fd.Cardinality() == protoreflect.Required || random.IntN(2) == 0 {
			fillField(random, m, fd, depth)
		}
	}
	protoregistry.GlobalTypes.RangeExtensionsByMessage(md.FullName(), func(xt protoreflect.ExtensionType) bool {
		if xt.TypeDescriptor().ContainingMessage().FullName() == "odd.Two" && random.IntN(6) == 0 {
			fillField(random, m, xt.TypeDescriptor(), depth)
		}
		return true
	})
	if md.FullName() == "google.protobuf.Value" && m.WhichOneof(md.Oneofs().Get(0)) == nil && random.IntN(9) > 0 {
		m.Set(md.Fields().ByNumber(4), protoreflect.ValueOfBool(true))
	}
}

func nanos(random *rand.Rand) int32 {
	return int32(pick(random, 0, 1, 1000, 1_000_000, 500_000_000, 999_999_999, random.IntN(1_000_000_000)))
}

func pick[T any](random *rand.Rand, all ...T) T { return all[random.IntN(len(all))] }

// fillAny lets it hold one of the types whose forms differ.
func fillAny(random *rand.Rand, m protoreflect.Message, depth int) {
	name := pick[protoreflect.FullName](random, "google.protobuf.Any", "google.protobuf.Timestamp", "google.protobuf.Empty", "google.protobuf.Value", "google.protobuf.Struct",
		"google.protobuf.Int64Value", "google.protobuf.FieldMask", "odd.Two", "odd.Edition", "shop.v1.Order", "")
	if name == "" || depth <= 0 {
		return
	}
	mt, _ := protoregistry.GlobalTypes.FindMessageByName(name)
	inner := mt.New()
	fill(random, inner, depth-1)
	binary, err := proto.MarshalOptions{AllowPartial: true, Deterministic: true}.Marshal(inner.Interface())
	if err != nil {
		return
	}
	m.Set(m.Descriptor().Fields().ByNumber(1), protoreflect.ValueOfString("type.googleapis.com/"+string(name)))
	m.Set(m.Descriptor().Fields().ByNumber(2), protoreflect.ValueOfBytes(binary))
}

func fillField(random *rand.Rand, m protoreflect.Message, fd protoreflect.FieldDescriptor, depth int) {
	if (fd.Message() != nil || fd.IsMap()) && depth <= 0 && fd.Cardinality() != protoreflect.Required {
		return
	}
	switch {
	case fd.IsList():
		list := m.Mutable(fd).List()
		for range random.IntN(3) {
			if fd.Message() != nil {
				fill(random, list.AppendMutable().Message(), depth-1)
			} else {
				list.Append(scalar(random, fd))
			}
		}
	case fd.IsMap():
		for range random.IntN(4) {
			key := scalar(random, fd.MapKey()).MapKey()
			if fd.MapValue().Message() != nil {
				fill(random, m.Mutable(fd).Map().Mutable(key).Message(), depth-1)
			} else {
				m.Mutable(fd).Map().Set(key, scalar(random, fd.MapValue()))
			}
		}
	case fd.Message() != nil:
		fill(random, m.Mutable(fd).Message(), depth-1)
	default:
		m.Set(fd, scalar(random, fd))
	}
}

func scalar(random *rand.Rand, fd protoreflect.FieldDescriptor) protoreflect.Value {
	switch fd.Kind() {
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(random.IntN(2) == 0)
	case protoreflect.StringKind:
		return protoreflect.ValueOfString(pick(random, "", "a", "two words", "é\u2028\U0001F600", "\"\\\b\f\n\r\t\x01\x7f<>&", "null", "1"))
	case protoreflect.BytesKind:
		return protoreflect.ValueOfBytes(pick(random, nil, []byte{0}, []byte{0xfb, 0xff}, []byte("\xff\xfe\xfd"), []byte("long enough for many")))
	case protoreflect.EnumKind:
		values := fd.Enum().Values()
		if random.IntN(5) == 0 && fd.Enum().FullName() != "google.protobuf.NullValue" {
			return protoreflect.ValueOfEnum(protoreflect.EnumNumber(random.Int32()))
		}
		return protoreflect.ValueOfEnum(values.Get(random.IntN(values.Len())).Number())
	case protoreflect.Int32Kind, protoreflect.Sint32Kind, protoreflect.Sfixed32Kind:
		return protoreflect.ValueOfInt32(pick(random, 0, -1, 100, math.MinInt32, math.MaxInt32, random.Int32()))
	case protoreflect.Int64Kind, protoreflect.Sint64Kind, protoreflect.Sfixed64Kind:
		return protoreflect.ValueOfInt64(pick(random, 0, -1, 100, math.MinInt64, math.MaxInt64, random.Int64()))
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind:
		return protoreflect.ValueOfUint32(pick(random, 0, 1, 100, math.MaxUint32, random.Uint32()))
	case protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		return protoreflect.ValueOfUint64(pick(random, 0, 1, 100, math.MaxUint64, random.Uint64()))
	case protoreflect.FloatKind:
		return protoreflect.ValueOfFloat32(float32(double(random)))
	}
	return protoreflect.ValueOfFloat64(double(random))
}

func double(random *rand.Rand) float64 {
	return pick(random, 0, math.Copysign(0, -1), 1.5, -1e-7, 1e21, 1e20, 3e38, math.NaN(), math.Inf(1), math.Inf(-1), random.NormFloat64())
}

// oddValues are JSON values that are read in some way that isn't obvious.
var oddValues = []string{
	`null`, `true`, `{}`, `[]`, `[null]`, `[[]]`, `{"a":null}`, `""`, `"a"`, `"1"`, `" 1"`, `"1 "`, `"1e2"`, `"1e"`, `"+1"`, `"01"`, `"-0"`, `"0x1"`, `"1_000"`, `"null"`,
	`0`, `-0`, `-0.0`, `1.0`, `1.5`, `1e2`, `1E+2`, `10e-1`, `15e-1`, `0.1e1`, `0.1e-1`, `100.00e-2`, `1e20`, `1e21`, `-1e19`, `0e99999`, `1e-99999`, `1e99999`, `0.00000000000000000001e20`, `0.0000000000000000000001e22`,
	`2147483647`, `2147483648`, `-2147483648`, `-2147483649`, `4294967295`, `4294967296`, `9223372036854775807`, `9223372036854775808`, `-9223372036854775808`, `-9223372036854775809`,
	`18446744073709551615`, `18446744073709551616`, `18446744073709551615.0`, `1844674407370955161.5e1`, `3.4028235e38`, `3.5e38`, `1e309`, `-1e309`, `4.9e-324`, `1e-400`,
	`"NaN"`, `"Infinity"`, `"-Infinity"`, `"nan"`, `"inf"`, `"+Infinity"`, `"1e309"`, `"true"`,
	`"AA=="`, `"AA"`, `"AA="`, `"A"`, `"-_-_"`, `"+/+/"`, `"-/AA"`, `"AA\n=="`, `"A A"`, `"AB=="`, `"-_8"`,
	`"2020-01-01T00:00:00Z"`, `"2020-01-01t00:00:00z"`, `"2020-01-01T00:00:60Z"`, `"2020-01-01T24:00:00Z"`, `"2020-02-30T00:00:00Z"`, `"2020-01-01T00:00:00"`, `"2020-01-01T1:00:00Z"`,
	`"2020-01-01T00:00:00.123456789Z"`, `"2020-01-01T00:00:00.1234567890Z"`, `"2020-01-01T00:00:00,5Z"`, `"2020-01-01T00:00:00.Z"`, `"2020-01-01T00:00:00+23:59"`, `"2020-01-01T00:00:00+24:00"`,
	`"0000-12-31T23:59:59Z"`, `"0001-01-01T00:00:00Z"`, `"0001-01-01T00:00:00+00:01"`, `"9999-12-31T23:59:59.999999999Z"`, `"9999-12-31T23:59:59-00:01"`, `"10000-01-01T00:00:00Z"`,
	`"0s"`, `"s"`, `".s"`, `"1.s"`, `".5s"`, `"-.5s"`, `"+1s"`, `"-+1s"`, `"01s"`, `"1.0000000000s"`, `"-0.000000001s"`, `"315576000000.999999999s"`, `"315576000001s"`, `"-315576000001s"`, `"9223372036854775808s"`, `"1S"`, `"1e1s"`,
	`"a,b"`, `"a,,b"`, `" fooBar "`, `"foo_bar"`, `"a.bC"`, `"a."`, `"ABC"`, `"a, b"`, `"1a"`, `","`,
	`"CLOSED_UNO"`, `"CLOSED_NEGATIVE"`, `"STATE_OPEN"`, `"OPEN_ONE"`, `"SHUT_TWO"`, `"NULL_VALUE"`, `"state_open"`, `-7`,
	`{"@type":"type.googleapis.com/google.protobuf.Empty"}`, `{"@type":"x/google.protobuf.Empty","value":{}}`, `{"@type":"google.protobuf.Empty","value":{"a":1}}`, `{"value":"1s","@type":"/google.protobuf.Duration"}`,
	`{"@type":"/google.protobuf.Duration"}`, `{"@type":"/google.protobuf.Value","value":null}`, `{"@type":"/google.protobuf.Duration","value":null}`, `{"@type":""}`, `{"@type":1}`, `{"@type":"a/none"}`, `{"value":1}`,
	`{"@type":"a/odd.Two"}`, `{"@type":"a/odd.Two","must":1}`, `{"@type":"a/odd.Two","@type":"a/odd.Two"}`, `{"@type":"a/google.protobuf.Int64Value","value":"7","value":8}`,
	`{"@type":"a/google.protobuf.Any","value":{"@type":"a/google.protobuf.Struct","value":{"a":[1,null,{}]}}}`, `{"@type":"a/google.protobuf.Any","value":{}}`, `{"@type":"a/google.protobuf.Any"}`,
	`"\ud83d\ude00"`, `"\ud83d"`, `"\ude00\ud83d"`, `"\u0000"`, "\"\xff\"", "\"\u2028\"", `1e`, `1e+`, `01`, `1.`, `.5`, `nul`, `truefalse`, `"`, `"\x"`, ``, `,`, `1 2`,
}

// oddKeys are names of members that are read in some way that isn't obvious.
var oddKeys = []string{"", "@type", "value", "[odd.number]", "[odd.closed_list]", "[odd.extgroup]", "[odd.more]", "[odd.Extra.extra]", "[odd.Two]", "[odd.none]", "[odd.any_value]", "[odd.any_null]", "[]", "[", "[odd.two]",
	"1", "01", "+1", "-1", "1.0", "true", "True", "a.b-c", "other", "renamed", "some_group", "SomeGroup", "somegroup", "manyGroup", "OneGroup", "onegroup", "must", "text", "nothing", "farA", "far_b", "nulls"}

// tree is a JSON value.
type tree struct {
	text  string // of a scalar
	open  string // { or [, empty for a scalar
	keys  []string
	items []tree
}

func parse(text []byte) tree {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	return next(d)
}

func next(d *json.Decoder) tree {
	token, _ := d.Token()
	open, ok := token.(json.Delim)
	if !ok {
		text, _ := json.Marshal(token)
		return tree{text: string(text)}
	}
	t := tree{open: open.String()}
	for d.More() {
		if t.open == "{" {
			key, _ := d.Token()
			t.keys = append(t.keys, key.(string))
		}
		t.items = append(t.items, next(d))
	}
	_, _ = d.Token()
	return t
}

func (t *tree) append(b []byte) []byte {
	if t.open == "" {
		return append(b, t.text...)
	}
	b = append(b, t.open...)
	for i := range t.items {
		if i > 0 {
			b = append(b, ',')
		}
		if t.open == "{" {
			key, _ := json.Marshal(t.keys[i])
			b = append(append(b, key...), ':')
		}
		b = t.items[i].append(b)
	}
	return append(b, t.open[0]+2)
}

// mutated changes a text in a place or two.
func mutated(random *rand.Rand, text []byte, md protoreflect.MessageDescriptor) []byte {
	if random.IntN(12) == 0 {
		return mutatedBytes(random, bytes.Clone(text))
	}
	t := parse(text)
	for range 1 + random.IntN(2) {
		t.mutate(random, md)
	}
	return t.append(nil)
}

func mutatedBytes(random *rand.Rand, text []byte) []byte {
	i := random.IntN(len(text))
	switch random.IntN(3) {
	case 0:
		return text[:i]
	case 1:
		return append(text[:i], text[i+1:]...)
	}
	text[i] = pick(random, '{', '}', '[', ']', '"', ',', ':', '0', 'e', '.', '-', ' ', '\\', 0xff, byte(random.IntN(256)))
	return text
}

// mutate descends to some value and changes it.
func (t *tree) mutate(random *rand.Rand, md protoreflect.MessageDescriptor) {
	if len(t.items) > 0 && random.IntN(4) > 0 {
		t.items[random.IntN(len(t.items))].mutate(random, md)
		return
	}
	if t.open == "{" && random.IntN(4) > 0 {
		t.mutateMembers(random, md)
		return
	}
	switch random.IntN(4) {
	case 0:
		inner := *t
		*t = tree{open: "[", items: []tree{inner}}
	case 1:
		if s, err := strconv.Unquote(t.text); err == nil {
			t.text = s // 1 for "1"
		} else if t.open == "" {
			t.text = strconv.Quote(t.text)
		}
	default:
		*t = tree{text: pick(random, oddValues...)}
	}
}

// mutateMembers adds, renames, repeats or takes away a member.
func (t *tree) mutateMembers(random *rand.Rand, md protoreflect.MessageDescriptor) {
	key := pick(random, oddKeys...)
	if fields := md.Fields(); fields.Len() > 0 && random.IntN(2) == 0 {
		fd := fields.Get(random.IntN(fields.Len()))
		key = pick(random, fd.JSONName(), fd.TextName(), string(fd.Name()))
	}
	value := tree{text: pick(random, oddValues...)}
	if len(t.items) == 0 {
		t.keys, t.items = []string{key}, []tree{value}
		return
	}
	i := random.IntN(len(t.items))
	switch random.IntN(5) {
	case 0:
		t.keys[i] = key
	case 1:
		t.items = append(t.items[:i], t.items[i+1:]...)
		t.keys = append(t.keys[:i], t.keys[i+1:]...)
	case 2:
		t.keys, t.items = append(t.keys, t.keys[i]), append(t.items, t.items[random.IntN(len(t.items))])
	case 3:
		t.keys, t.items = append([]string{key}, t.keys...), append([]tree{value}, t.items...)
	default:
		t.keys, t.items = append(t.keys, key), append(t.items, value)
	}
}
