package jsonpb

import (
	"encoding/base64"
	"math"
	"strconv"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/value"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// scalar reads a scalar or an enum value. Invalid: it has been recorded, or is to be overlooked.
func (x *reader) scalar(n wire.Node, fd protoreflect.FieldDescriptor) (v protoreflect.Value) {
	var p problem
	switch kind := fd.Kind(); {
	case kind == protoreflect.EnumKind:
		return x.enum(n, fd)
	case !x.is(n, kindsOf(kind)):
		return v
	case kind == protoreflect.BoolKind:
		return protoreflect.ValueOfBool(x.r.Bool(n))
	case kind == protoreflect.StringKind:
		return protoreflect.ValueOfString(x.r.Keep(n))
	case kind == protoreflect.BytesKind:
		v, p = bytesOf(x.r.Text(n))
	default:
		v, p = numberOf(x.r.Text(n), kind, x.r.Kind(n) == wire.KindString)
	}
	if p.code != "" {
		x.fail(p.code, p.description)
	}
	return v
}

// kindsOf are the kinds of JSON values that can hold a scalar.
func kindsOf(k protoreflect.Kind) wire.Kind {
	switch k {
	case protoreflect.BoolKind:
		return wire.KindBool
	case protoreflect.StringKind, protoreflect.BytesKind:
		return wire.KindString
	}
	return wire.KindNumber | wire.KindString
}

// problem is why a text is no value of a kind.
type problem struct{ code, description string }

// enum reads the name or the number of an enum value. Numbers that nothing declares are kept.
func (x *reader) enum(n wire.Node, fd protoreflect.FieldDescriptor) (v protoreflect.Value) {
	ed := fd.Enum()
	switch kind := x.r.Kind(n); {
	case kind == wire.KindString:
		value := ed.Values().ByName(protoreflect.Name(x.r.Text(n)))
		if value != nil {
			return protoreflect.ValueOfEnum(value.Number())
		}
		if x.discard {
			x.absent(fd)
		} else {
			x.fail(errors.Enum, "must be one of ", valueNames(ed))
		}
	case kind&wire.KindNumber != 0:
		i, p := signed(x.r.Text(n), 32)
		if p.code == "" {
			return protoreflect.ValueOfEnum(protoreflect.EnumNumber(i))
		}
		x.fail(p.code, p.description)
	case kind == wire.KindNull && ed.FullName() == nullValue:
		return protoreflect.ValueOfEnum(0)
	default:
		x.fail(errors.Type, "must be the name or the number of a value of ", string(ed.FullName()))
	}
	return v
}

func valueNames(ed protoreflect.EnumDescriptor) string {
	values := ed.Values()
	names := make([]string, values.Len())
	for i := range names {
		names[i] = string(values.Get(i).Name())
	}
	return listed(names)
}

// numberOf reads the text of a number, which may have stood in quotes.
func numberOf(text string, k protoreflect.Kind, quoted bool) (v protoreflect.Value, p problem) {
	float := k == protoreflect.FloatKind || k == protoreflect.DoubleKind
	if quoted {
		if f, ok := notFinite(text); ok && float {
			return floatOf(f, k), p
		}
		if size, _, _ := value.ScanNumber(text); size == 0 || size != len(text) {
			return v, notNumber(float)
		}
	}
	switch k {
	case protoreflect.Int32Kind, protoreflect.Sint32Kind, protoreflect.Sfixed32Kind:
		var i int64
		if i, p = signed(text, 32); p.code == "" {
			v = protoreflect.ValueOfInt32(int32(i))
		}
	case protoreflect.Int64Kind, protoreflect.Sint64Kind, protoreflect.Sfixed64Kind:
		var i int64
		if i, p = signed(text, 64); p.code == "" {
			v = protoreflect.ValueOfInt64(i)
		}
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind:
		var i uint64
		if i, p = unsigned(text, 32); p.code == "" {
			v = protoreflect.ValueOfUint32(uint32(i))
		}
	case protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		var i uint64
		if i, p = unsigned(text, 64); p.code == "" {
			v = protoreflect.ValueOfUint64(i)
		}
	default:
		var f float64
		if f, p = finite(text, k); p.code == "" {
			v = floatOf(f, k)
		}
	}
	return v, p
}

func notNumber(float bool) problem {
	if float {
		return problem{errors.Format, `must be a number, "NaN", "Infinity" or "-Infinity"`}
	}
	return problem{errors.Format, "must be an integer"}
}

func floatOf(f float64, k protoreflect.Kind) protoreflect.Value {
	if k == protoreflect.FloatKind {
		return protoreflect.ValueOfFloat32(float32(f))
	}
	return protoreflect.ValueOfFloat64(f)
}

// notFinite reads what JSON has no number for.
func notFinite(text string) (float64, bool) {
	switch text {
	case "NaN":
		return math.NaN(), true
	case "Infinity":
		return math.Inf(1), true
	case "-Infinity":
		return math.Inf(-1), true
	}
	return 0, false
}

func finite(text string, k protoreflect.Kind) (float64, problem) {
	size, most := 64, "1.7976931348623157e308"
	if k == protoreflect.FloatKind {
		size, most = 32, "3.4028234663852886e38"
	}
	f, err := strconv.ParseFloat(text, size)
	switch {
	case err == nil:
		return f, problem{}
	case f < 0:
		return 0, problem{errors.Minimum, "must be at least -" + most}
	}
	return 0, problem{errors.Maximum, "must be at most " + most}
}

// bytesOf reads base64 of either alphabet, with or without padding.
func bytesOf(text string) (v protoreflect.Value, p problem) {
	padded, url := len(text)%4 == 0, strings.ContainsAny(text, "-_")
	encoding := base64.RawStdEncoding
	switch {
	case padded && url:
		encoding = base64.URLEncoding
	case padded:
		encoding = base64.StdEncoding
	case url:
		encoding = base64.RawURLEncoding
	}
	b, err := encoding.DecodeString(text)
	if err != nil {
		return v, problem{errors.Format, "must be base64"}
	}
	return protoreflect.ValueOfBytes(b), p
}
