package roundtrip

import (
	"math"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// texts are what codecs of text get wrong.
var texts = [...]string{
	"", "a", "null", "-1", "\x00", "\"\\/\b\f\n\r\t\x01\x1f\x7f<>&'", "e\u0301 \u00e9", "\U0001F469\u200d\U0001F469\u200d\U0001F467 \U0001F600",
	"\u202e\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627", "\u2028\u2029\u0085", "\ufeff\ufffd\uffff", strings.Repeat("long é ", 1500),
}

var octets = [...][]byte{{}, {0}, {0xfb, 0xff}, {0xff, 0xfe, 0xfd}, []byte("text"), make([]byte, 5000)}

var (
	signed32   = [...]int32{0, 1, -1, math.MaxInt32, math.MinInt32}
	signed64   = [...]int64{0, 1, -1, 1<<53 + 1, math.MaxInt64, math.MinInt64}
	unsigned32 = [...]uint32{0, 1, math.MaxInt32 + 1, math.MaxUint32}
	unsigned64 = [...]uint64{0, 1, 1<<53 + 1, math.MaxInt64 + 1, math.MaxUint64}
	singles    = [...]float32{0, float32(math.Copysign(0, -1)), 0.1, -1.5, 1e21, math.MaxFloat32, -math.MaxFloat32, math.SmallestNonzeroFloat32, 16777216, float32(math.NaN()), float32(math.Inf(1)), float32(math.Inf(-1))}
	doubles    = [...]float64{0, math.Copysign(0, -1), 0.1, -123456789.123, 1e21, 1e-7, 1e308, math.MaxFloat64, -math.MaxFloat64, math.SmallestNonzeroFloat64, 1<<53 + 1, math.NaN(), math.Inf(1), math.Inf(-1)}
)

// numberOf says how many values of a field's kind are worth trying.
func numberOf(f protoreflect.FieldDescriptor) int {
	switch f.Kind() {
	case protoreflect.BoolKind:
		return 2
	case protoreflect.EnumKind:
		return len(numbersOf(f.Enum()))
	case protoreflect.StringKind:
		return len(texts)
	case protoreflect.BytesKind:
		return len(octets)
	case protoreflect.FloatKind:
		return len(singles)
	case protoreflect.DoubleKind:
		return len(doubles)
	case protoreflect.MessageKind, protoreflect.GroupKind:
		if special(f.Message()) {
			return turns
		}
		return 4
	}
	return len(signed64)
}

// scalar is one of the values of a field's kind; the turn tells which.
func scalar(f protoreflect.FieldDescriptor, turn int) protoreflect.Value {
	switch f.Kind() {
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(turn%2 != 0)
	case protoreflect.EnumKind:
		all := numbersOf(f.Enum())
		return protoreflect.ValueOfEnum(all[turn%len(all)])
	case protoreflect.StringKind:
		return protoreflect.ValueOfString(texts[turn%len(texts)])
	case protoreflect.BytesKind:
		return protoreflect.ValueOfBytes(octets[turn%len(octets)])
	case protoreflect.FloatKind:
		return protoreflect.ValueOfFloat32(singles[turn%len(singles)])
	case protoreflect.DoubleKind:
		return protoreflect.ValueOfFloat64(doubles[turn%len(doubles)])
	}
	return integer(f.Kind(), turn)
}

func integer(k protoreflect.Kind, turn int) protoreflect.Value {
	switch k {
	case protoreflect.Int32Kind, protoreflect.Sint32Kind, protoreflect.Sfixed32Kind:
		return protoreflect.ValueOfInt32(signed32[turn%len(signed32)])
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind:
		return protoreflect.ValueOfUint32(unsigned32[turn%len(unsigned32)])
	case protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		return protoreflect.ValueOfUint64(unsigned64[turn%len(unsigned64)])
	}
	return protoreflect.ValueOfInt64(signed64[turn%len(signed64)])
}

// mostNumbers bounds the values of an enum that are tried.
const mostNumbers = 50

// numbersOf are the numbers of an enum, and where it is open, some that it doesn't declare. JSON's null is all that
// stands for NullValue.
func numbersOf(d protoreflect.EnumDescriptor) []protoreflect.EnumNumber {
	var out []protoreflect.EnumNumber
	for i := range min(d.Values().Len(), mostNumbers) {
		out = append(out, d.Values().Get(i).Number())
	}
	if d.IsClosed() || d.FullName() == "google.protobuf.NullValue" {
		return out
	}
	for _, n := range []protoreflect.EnumNumber{math.MaxInt32, -1} {
		if d.Values().ByNumber(n) == nil {
			out = append(out, n)
		}
	}
	return out
}
