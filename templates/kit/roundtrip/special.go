package roundtrip

import (
	"math"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/anypb"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/fieldmaskpb"
	"google.golang.org/protobuf/types/known/structpb"
	"google.golang.org/protobuf/types/known/timestamppb"
	"google.golang.org/protobuf/types/known/wrapperspb"
)

// special reports whether ProtoJSON has a form of its own for a message that doesn't hold all that its fields could.
func special(d protoreflect.MessageDescriptor) bool {
	switch d.FullName() {
	case "google.protobuf.Any", "google.protobuf.Duration", "google.protobuf.Timestamp", "google.protobuf.FieldMask",
		"google.protobuf.Struct", "google.protobuf.Value", "google.protobuf.ListValue":
		return true
	}
	return false
}

// special makes one of those messages.
func (m *maker) special(typ protoreflect.MessageType, turn int) protoreflect.Message {
	var made proto.Message
	switch typ.Descriptor().Name() {
	case "Any":
		made = packed(turn)
	case "Duration":
		made = durations[turn%len(durations)]
	case "Timestamp":
		made = moments[turn%len(moments)]
	case "FieldMask":
		made = &fieldmaskpb.FieldMask{Paths: masks[turn%len(masks)]}
	case "Struct":
		made = structure(turn, 0)
	case "ListValue":
		made = values(turn, 0)
	default:
		made = dynamic(turn, 0)
	}
	out := typ.New()
	text, err := proto.MarshalOptions{Deterministic: true}.Marshal(made)
	if err != nil || proto.Unmarshal(text, out.Interface()) != nil {
		return typ.New()
	}
	return out
}

var (
	durations = [...]*durationpb.Duration{
		{}, {Seconds: 1, Nanos: 500_000_000}, {Nanos: 1}, {Nanos: -1}, {Seconds: -1, Nanos: -999_999_999},
		{Seconds: 315_576_000_000, Nanos: 999_999_999}, {Seconds: -315_576_000_000, Nanos: -999_999_999},
	}
	moments = [...]*timestamppb.Timestamp{
		{}, {Nanos: 1}, {Seconds: -1, Nanos: 999_999_999}, {Seconds: 1_767_323_045, Nanos: 1_000}, {Seconds: 951_782_400}, // a 29 February
		{Seconds: -62_135_596_800}, {Seconds: 253_402_300_799, Nanos: 999_999_999},
	}
	masks = [...][]string{nil, {"a"}, {"title", "create_time"}, {"a.b_c.d"}, {"a_b.c", "a_b.c"}}
)

// packed is an Any: of nothing, of what has a form of its own, and of what has none.
func packed(turn int) *anypb.Any {
	held := [...]proto.Message{
		nil, &emptypb.Empty{}, durations[1], moments[3], structure(3, 0), wrapperspb.String(texts[7]), wrapperspb.Int64(math.MaxInt64), wrapperspb.Double(0),
		dynamic(1, 0), &anypb.Any{}, fieldmask(),
	}
	inner := held[turn%len(held)]
	if inner == nil {
		return new(anypb.Any)
	}
	out := new(anypb.Any)
	if anypb.MarshalFrom(out, inner, proto.MarshalOptions{Deterministic: true}) != nil {
		return new(anypb.Any)
	}
	return out
}

func fieldmask() proto.Message { return &fieldmaskpb.FieldMask{Paths: masks[2]} }

// dynamic is a google.protobuf.Value of each kind in turn. It has to be of one, and finite.
func dynamic(turn, depth int) *structpb.Value {
	switch turn % 6 {
	case 0:
		return structpb.NewNullValue()
	case 1:
		return structpb.NewStringValue(texts[(turn/6+5)%len(texts)])
	case 2:
		return structpb.NewNumberValue(doubles[(turn/6+1)%(len(doubles)-3)])
	case 3:
		return structpb.NewBoolValue(turn%4 == 3)
	case 4:
		return structpb.NewListValue(values(turn, depth+1))
	}
	return structpb.NewStructValue(structure(turn, depth+1))
}

func values(turn, depth int) *structpb.ListValue {
	out := new(structpb.ListValue)
	for i := range turn % 7 * min(1, max(0, 3-depth)) {
		out.Values = append(out.Values, dynamic(turn+i, depth+1))
	}
	return out
}

func structure(turn, depth int) *structpb.Struct {
	out := &structpb.Struct{Fields: map[string]*structpb.Value{}}
	for i := range turn % 7 * min(1, max(0, 3-depth)) {
		out.Fields[texts[(turn+i)%(len(texts)-1)]] = dynamic(turn+i, depth+1)
	}
	return out
}
