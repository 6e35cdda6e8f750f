package jsonpb_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	_ "buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	_ "cel.dev/expr/conformance/proto2"
	_ "cel.dev/expr/conformance/proto3"
	_ "google.golang.org/genproto/googleapis/api/annotations"
	_ "google.golang.org/genproto/googleapis/api/distribution"
	_ "google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/dynamicpb"
	_ "google.golang.org/protobuf/types/known/apipb"
	_ "google.golang.org/protobuf/types/known/typepb"

	_ "github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/kit/jsonpb"
	_ "github.com/bylaw-dev/bylaw/templates/kit/jsonpb/internal/odd"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

var (
	rounds = flag.Int("rounds", 40, "messages of each type that the comparison with protojson makes")
	seed   = flag.Uint64("seed", 1, "of the comparison with protojson")
)

// messageTypes are all that are linked, each generated and dynamic, in the order of their names.
func messageTypes() []protoreflect.MessageType {
	var all []protoreflect.MessageType
	protoregistry.GlobalTypes.RangeMessages(func(mt protoreflect.MessageType) bool {
		if !mt.Descriptor().IsMapEntry() {
			all = append(all, mt)
		}
		return true
	})
	slices.SortFunc(all, func(a, b protoreflect.MessageType) int {
		return strings.Compare(string(a.Descriptor().FullName()), string(b.Descriptor().FullName()))
	})
	for _, mt := range all[:len(all):len(all)] {
		all = append(all, dynamicpb.NewMessageType(mt.Descriptor()))
	}
	return all
}

// compare reads text as both do, and fails where they differ.
func compare(t *testing.T, mt protoreflect.MessageType, text []byte, discard bool) (accepted bool) {
	t.Helper()
	want := mt.New()
	refusal := protojson.UnmarshalOptions{DiscardUnknown: discard}.Unmarshal(text, want.Interface())
	var r wire.Reader
	r.Reset(wire.Neutral)
	got, o := mt.New(), jsonpb.Options{DiscardUnknown: discard}
	if n, ok := jsonpb.Parse(&r, text, o); ok {
		jsonpb.Read(&r, n, got, o)
	}
	name := mt.Descriptor().FullName()
	switch {
	case r.OK() != (len(r.Violations()) == 0):
		t.Errorf("%s: verdict and violations disagree\n%s", name, text)
	case r.OK() && refusal != nil:
		t.Errorf("%s: accepted, but protojson says %v (discard %t)\n%s", name, refusal, discard, text)
	case !r.OK() && refusal == nil && !excused(text):
		t.Errorf("%s: %v (discard %t), but protojson accepts\n%s", name, r.Violations(), discard, text)
	case r.OK() && !proto.Equal(got.Interface(), want.Interface()):
		t.Errorf("%s: got %v, want %v\n%s", name, got.Interface(), want.Interface(), text)
	}
	return r.OK()
}

// longExponent finds numbers whose exponent has more than 15 digits.
var longExponent = regexp.MustCompile(`[eE][-+]?0*[1-9][0-9]{15}`)

// excused says whether a text may be refused that protojson accepts: docs/decisions/protojson.md has the list.
func excused(text []byte) bool {
	depth, deepest := 0, 0
	for _, c := range text {
		switch c {
		case '{', '[':
			depth++
			deepest = max(deepest, depth)
		case '}', ']':
			depth--
		}
	}
	return deepest > 128 || !json.Valid(text) || longExponent.Match(text)
}

// TestAgainstProtojson compares reading and writing on random messages of every type, as they are and broken.
func TestAgainstProtojson(t *testing.T) {
	random := rand.New(rand.NewPCG(*seed, 0))
	types := messageTypes()
	accepted, refused := 0, 0
	for _, mt := range types {
		for i := range *rounds {
			m := mt.New()
			fill(random, m, 3)
			text, err := protojson.Marshal(m.Interface())
			compareWritten(t, m, text, err)
			if err != nil {
				text = []byte(`{}`)
			}
			if i%3 > 0 {
				text = mutated(random, text, mt.Descriptor())
			}
			if compare(t, mt, text, random.IntN(4) == 0) {
				accepted++
			} else {
				refused++
			}
			if t.Failed() {
				t.FailNow()
			}
		}
	}
	t.Logf("%d types, %d texts accepted and %d refused", len(types), accepted, refused)
	if accepted < 1000 || refused < 1000 {
		t.Error("too few of either")
	}
}

// compareWritten writes m and compares with what protojson wrote.
func compareWritten(t *testing.T, m protoreflect.Message, want []byte, refusal error) {
	t.Helper()
	name := m.Descriptor().FullName()
	got, err := jsonpb.Append(nil, m, jsonpb.Options{})
	if (err == nil) != (refusal == nil) {
		t.Errorf("%s: error %v, protojson's %v\n%v", name, err, refusal, m.Interface())
	}
	if err != nil || refusal != nil {
		return
	}
	if !sameJSON(got, want) {
		t.Errorf("%s: got\n%s, want\n%s", name, got, want)
	}
	got, err = jsonpb.Append(got[:0], m, jsonpb.Options{EmitDefaults: true, UseProtoNames: true, EnumNumbers: true})
	want, _ = protojson.MarshalOptions{EmitDefaultValues: true, UseProtoNames: true, UseEnumNumbers: true}.Marshal(m.Interface())
	if err != nil || !sameJSON(got, want) {
		t.Errorf("%s: error %v, got\n%s, want\n%s", name, err, got, want)
	}
}

// sameJSON compares byte by byte, but for the random spaces of protojson and its short escapes.
func sameJSON(got, want []byte) bool {
	var b bytes.Buffer
	if json.Compact(&b, want) != nil {
		return false
	}
	want = bytes.ReplaceAll(bytes.ReplaceAll(b.Bytes(), []byte(`\b`), []byte(`\u0008`)), []byte(`\f`), []byte(`\u000c`))
	return bytes.Equal(got, want)
}

// FuzzRead compares any text, read as any type.
func FuzzRead(f *testing.F) {
	types := messageTypes()
	random := rand.New(rand.NewPCG(2, 0))
	for i, mt := range types {
		m := mt.New()
		fill(random, m, 2)
		if text, err := protojson.Marshal(m.Interface()); err == nil && i%7 == 0 {
			f.Add(text, i, false)
		}
	}
	for _, text := range oddValues {
		f.Add([]byte(`{"must":"","number":`+text+`}`), len(text), true)
	}
	f.Fuzz(func(t *testing.T, text []byte, i int, discard bool) {
		compare(t, types[uint(i)%uint(len(types))], text, discard)
	})
}
