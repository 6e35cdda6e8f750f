package sample

import (
	"bytes"
	"math"
	"math/big"
	"slices"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// candidates returns values of a field's kind, those that are liked best first. Some may break its rules.
func (w *work) candidates(f protoreflect.FieldDescriptor, r protoreflect.Message, path string) []protoreflect.Value {
	var out []protoreflect.Value
	if has(r, "const") {
		out = append(out, get(r, "const"))
	}
	in := list(r, "in")
	for i := range in {
		out = append(out, in[(i+w.turn)%len(in)])
	}
	switch f.Kind() {
	case protoreflect.BoolKind:
		out = append(out, protoreflect.ValueOfBool(w.turn%2 == 0), protoreflect.ValueOfBool(w.turn%2 != 0))
	case protoreflect.EnumKind:
		out = enums(f, out, w.turn)
	case protoreflect.StringKind:
		for _, text := range w.texts(f, r, path) {
			out = append(out, protoreflect.ValueOfString(text))
		}
	case protoreflect.BytesKind:
		for _, text := range w.octets(r) {
			out = append(out, protoreflect.ValueOfBytes(text))
		}
	default:
		for _, n := range numbers(r, one, w.turn) {
			if value, ok := number(f.Kind(), n); ok {
				out = append(out, value)
			}
		}
	}
	return out
}

// enums returns the numbers of an enum, and numbers that rules name.
func enums(f protoreflect.FieldDescriptor, named []protoreflect.Value, turn int) []protoreflect.Value {
	var out []protoreflect.Value
	for _, n := range named {
		number, ok := n.Interface().(int32)
		if ok {
			out = append(out, protoreflect.ValueOfEnum(protoreflect.EnumNumber(number)))
		}
	}
	values := f.Enum().Values()
	zero := protoreflect.ValueOfEnum(values.Get(0).Number())
	first := 0
	if values.Get(0).Number() == 0 {
		first = 1 // it says that nothing was said
	}
	for i := first; i < values.Len(); i++ {
		v := values.Get(first + (i-first+turn)%(values.Len()-first))
		if o, _ := v.Options().(interface{ GetDeprecated() bool }); o == nil || !o.GetDeprecated() {
			out = append(out, protoreflect.ValueOfEnum(v.Number()))
		}
	}
	return append(out, zero)
}

// allows reports whether the rules of a type allow a value of that type.
func allows(f protoreflect.FieldDescriptor, r protoreflect.Message, v protoreflect.Value) bool {
	if r == nil {
		return true
	}
	switch f.Kind() {
	case protoreflect.StringKind:
		return allowsText(r, v.String())
	case protoreflect.BytesKind:
		return allowsOctets(r, v.Bytes())
	case protoreflect.BoolKind:
		return !has(r, "const") || get(r, "const").Bool() == v.Bool()
	case protoreflect.EnumKind:
		return allowsEnum(f, r, v.Enum())
	}
	n, ok := rat(v)
	return ok && within(r, n)
}

func allowsEnum(f protoreflect.FieldDescriptor, r protoreflect.Message, n protoreflect.EnumNumber) bool {
	is := func(v protoreflect.Value) bool { return protoreflect.EnumNumber(v.Int()) == n }
	in := list(r, "in")
	return (!has(r, "const") || is(get(r, "const"))) &&
		(len(in) == 0 || slices.ContainsFunc(in, is)) && !slices.ContainsFunc(list(r, "not_in"), is) &&
		(!has(r, "defined_only") || !get(r, "defined_only").Bool() || f.Enum().Values().ByNumber(n) != nil)
}

var one = big.NewRat(1, 1)

// numbers returns numbers that rules about bounds allow, with a number of steps between those of two turns.
func numbers(r protoreflect.Message, step *big.Rat, turn int) []*big.Rat {
	ahead := new(big.Rat).Mul(step, big.NewRat(int64(turn), 1))
	var out []*big.Rat
	low, high := bound(r, "gte", "gt"), bound(r, "lte", "lt")
	out = append(out, new(big.Rat).Add(step, ahead))
	if low != nil {
		first := new(big.Rat).Add(low, ahead)
		out = append(out, first, new(big.Rat).Add(first, step))
	}
	if low != nil && high != nil {
		middle := new(big.Rat).Add(low, high)
		out = append(out, middle.Mul(middle, big.NewRat(1, 2)))
	}
	if high != nil {
		last := new(big.Rat).Sub(high, ahead)
		out = append(out, last, new(big.Rat).Sub(last, step))
	}
	for i := range int64(8) { // what is not_in
		out = append(out, new(big.Rat).Mul(step, big.NewRat(i+2+int64(turn), 1)), new(big.Rat).Mul(step, big.NewRat(i*i*7-5, 1)))
	}
	return append(out, new(big.Rat))
}

func bound(r protoreflect.Message, names ...protoreflect.Name) *big.Rat {
	for _, name := range names {
		if has(r, name) {
			if n, ok := rat(get(r, name)); ok {
				return n
			}
		}
	}
	return nil
}

// within reports whether rules about numbers, durations and timestamps allow one. A lower bound above the upper
// one means what is outside of both.
func within(r protoreflect.Message, n *big.Rat) bool {
	is := func(v protoreflect.Value) bool { other, ok := rat(v); return ok && other.Cmp(n) == 0 }
	in := list(r, "in")
	if has(r, "const") && !is(get(r, "const")) || len(in) > 0 && !slices.ContainsFunc(in, is) || slices.ContainsFunc(list(r, "not_in"), is) {
		return false
	}
	low, high := bound(r, "gte", "gt"), bound(r, "lte", "lt")
	above := low == nil || n.Cmp(low) > 0 || has(r, "gte") && n.Cmp(low) == 0
	below := high == nil || n.Cmp(high) < 0 || has(r, "lte") && n.Cmp(high) == 0
	if low != nil && high != nil && low.Cmp(high) > 0 {
		return above || below
	}
	return above && below
}

// rat is a number exactly, that of seconds for durations and timestamps.
func rat(v protoreflect.Value) (*big.Rat, bool) {
	switch x := v.Interface().(type) {
	case int32:
		return big.NewRat(int64(x), 1), true
	case int64:
		return big.NewRat(x, 1), true
	case uint32:
		return big.NewRat(int64(x), 1), true
	case uint64:
		return new(big.Rat).SetUint64(x), true
	case float32:
		return float(float64(x))
	case float64:
		return float(x)
	case protoreflect.Message:
		fields := x.Descriptor().Fields()
		if fields.ByName("seconds") == nil || fields.ByName("nanos") == nil {
			return nil, false
		}
		nanos := big.NewRat(x.Get(fields.ByName("nanos")).Int(), 1_000_000_000)
		return nanos.Add(nanos, big.NewRat(x.Get(fields.ByName("seconds")).Int(), 1)), true
	}
	return nil, false
}

func float(x float64) (*big.Rat, bool) {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil, false
	}
	return new(big.Rat).SetFloat64(x), true
}

// number is a number of a kind; false if the kind doesn't have it.
func number(k protoreflect.Kind, n *big.Rat) (protoreflect.Value, bool) {
	switch k {
	case protoreflect.FloatKind:
		x, _ := n.Float32()
		return protoreflect.ValueOfFloat32(x), !math.IsInf(float64(x), 0)
	case protoreflect.DoubleKind:
		x, _ := n.Float64()
		return protoreflect.ValueOfFloat64(x), !math.IsInf(x, 0)
	}
	if !n.IsInt() {
		return protoreflect.Value{}, false
	}
	x := n.Num()
	switch k {
	case protoreflect.Int32Kind, protoreflect.Sint32Kind, protoreflect.Sfixed32Kind:
		return protoreflect.ValueOfInt32(int32(x.Int64())), x.IsInt64() && x.Int64() == int64(int32(x.Int64()))
	case protoreflect.Int64Kind, protoreflect.Sint64Kind, protoreflect.Sfixed64Kind:
		return protoreflect.ValueOfInt64(x.Int64()), x.IsInt64()
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind:
		return protoreflect.ValueOfUint32(uint32(x.Uint64())), x.IsUint64() && x.Uint64() <= math.MaxUint32
	}
	return protoreflect.ValueOfUint64(x.Uint64()), x.IsUint64()
}

// octets returns bytes that rules allow.
func (w *work) octets(r protoreflect.Message) [][]byte {
	least, most := lengths(r, "len", "min_len", "max_len")
	var middle []byte
	if has(r, "contains") {
		middle = get(r, "contains").Bytes()
	}
	var prefix, suffix []byte
	if has(r, "prefix") {
		prefix = get(r, "prefix").Bytes()
	}
	if has(r, "suffix") {
		suffix = get(r, "suffix").Bytes()
	}
	var out [][]byte
	for _, n := range []int{16, 4} { // a UUID or an IPv6 address, and an IPv4 one
		address := bytes.Repeat([]byte{0x20}, n)
		address[n-1] = byte(1 + w.turn)
		out = append(out, address)
	}
	if !has(r, "ip") && !has(r, "ipv4") && !has(r, "ipv6") && !has(r, "uuid") {
		out = nil
	}
	if has(r, "pattern") {
		out = append(out, []byte(matching(get(r, "pattern").String(), least, most, w.turn)))
	}
	for _, word := range [][]byte{[]byte(wordOf(w.turn)), nil} {
		made := slices.Concat(prefix, middle, word)
		for uint64(len(made)+len(suffix)) < least && least < longest {
			made = append(made, 'x')
		}
		out = append(out, append(made, suffix...))
	}
	out = append(out, slices.Concat(prefix, middle, suffix))
	if most < longest && uint64(len(wordOf(w.turn))) > most {
		out = append(out, []byte(wordOf(w.turn))[:most])
	}
	return out
}

func allowsOctets(r protoreflect.Message, x []byte) bool {
	least, most := lengths(r, "len", "min_len", "max_len")
	is := func(v protoreflect.Value) bool { return bytes.Equal(v.Bytes(), x) }
	in := list(r, "in")
	switch n := uint64(len(x)); {
	case n < least || n > most,
		has(r, "const") && !is(get(r, "const")), len(in) > 0 && !slices.ContainsFunc(in, is), slices.ContainsFunc(list(r, "not_in"), is),
		has(r, "prefix") && !bytes.HasPrefix(x, get(r, "prefix").Bytes()), has(r, "suffix") && !bytes.HasSuffix(x, get(r, "suffix").Bytes()),
		has(r, "contains") && !bytes.Contains(x, get(r, "contains").Bytes()),
		has(r, "pattern") && !matches(get(r, "pattern").String(), string(x)),
		has(r, "uuid") && n != 16, has(r, "ipv4") && n != 4, has(r, "ipv6") && n != 16, has(r, "ip") && n != 4 && n != 16:
		return false
	}
	return true
}
