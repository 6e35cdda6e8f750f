package valid_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/kit/valid"
)

func TestUnique(t *testing.T) {
	for n := range 40 {
		items, texts := make([]int, n), make([][]byte, n)
		for i := range n {
			items[i], texts[i] = i, []byte{byte(i)}
		}
		if !valid.Unique(items) || !valid.UniqueBytes(texts) {
			t.Errorf("%d different items are not unique", n)
		}
		if n > 1 {
			items[n-1], texts[n-1] = items[0], texts[0]
			if valid.Unique(items) || valid.UniqueBytes(texts) {
				t.Errorf("%d items of which two are alike are unique", n)
			}
		}
	}
	for _, n := range []int{2, 20} {
		if !valid.Unique(slices.Repeat([]float64{math.NaN()}, n)) {
			t.Errorf("%d NaN are alike", n)
		}
	}
}

func TestParts(t *testing.T) {
	for _, text := range []string{"", "a", "ab", "abc", "cab"} {
		for _, part := range []string{"", "a", "b", "ab", "bc", "abcd"} {
			got := [3]bool{valid.HasPrefix([]byte(text), part), valid.HasSuffix([]byte(text), part), valid.Contains([]byte(text), part)}
			want := [3]bool{strings.HasPrefix(text, part), strings.HasSuffix(text, part), strings.Contains(text, part)}
			if got != want {
				t.Errorf("%q in %q: %v, want %v", part, text, got, want)
			}
		}
	}
}

func TestNumbers(t *testing.T) {
	if valid.Set(0) || !valid.Set(math.Copysign(0, -1)) || !valid.Set(math.NaN()) {
		t.Error("a number is set unless it is a positive zero")
	}
	if valid.Finite(math.NaN()) || valid.Finite(math.Inf(-1)) || !valid.Finite(math.MaxFloat64) {
		t.Error("what is finite is neither infinite nor NaN")
	}
}

func TestCovered(t *testing.T) {
	for path, want := range map[string]bool{"a": true, "a.b": true, "ab": false, "b": false, "c.d": true, "c": false, "": false} {
		if valid.Covered(path, "a", "c.d") != want {
			t.Errorf("%q is covered: %v", path, !want)
		}
	}
}

// order is a message with rules that are written by hand: buf.validate.FieldRules lends it its fields.
type order struct{ *validate.FieldRules }

func (o order) CheckRules(v *valid.Violations) {
	v.Oneof("type")
	v.Required(o, 25) // required
	entries := v.Mark()
	for _, key := range []string{"b", "a"} {
		at := v.Mark()
		v.Add("map.keys.string.min_len", "string.min_len", "must be at least 1 characters")
		v.ForKey(at)
		v.UnderString(at, o, 19, key) // map
	}
	v.SortEntries(entries)
	at := v.Mark()
	v.AddTo((*validate.RepeatedRules)(nil), 1, "", "own", "is wrong")
	v.UnderIndex(at, o, 23, 2) // cel
	v.Under(v.Mark(), o, 23)
}

func TestPaths(t *testing.T) {
	o := order{&validate.FieldRules{}}
	err := valid.NewChecker(nil, nil).Check(o)
	failed, ok := errors.AsType[*valid.Error](err)
	if !ok {
		t.Fatal(err)
	}
	var got []string
	for _, one := range failed.Violations {
		got = append(got, one.Field()+" "+one.ID)
	}
	want := []string{"type required", "required required", `map["a"] string.min_len`, `map["b"] string.min_len`, "cel[2].min_items own"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if !strings.Contains(err.Error(), "\n - cel[2].min_items: is wrong") {
		t.Errorf("%q does not tell of the last one", err)
	}
}

func TestNoRuntime(t *testing.T) {
	err := valid.NewChecker(nil, nil).Check(&validate.FieldRules{})
	if _, violations := errors.AsType[*valid.Error](err); err == nil || violations {
		t.Errorf("a message that needs a run time is judged without: %v", err)
	}
}

// runtime finds one violation in everything.
type runtime struct{ asked []protoreflect.Descriptor }

func (r *runtime) Evaluate(_ proto.Message, part protoreflect.Descriptor, _ func() time.Time) ([]*validate.Violation, error) {
	r.asked = append(r.asked, part)
	path := validate.FieldPath_builder{Elements: []*validate.FieldPathElement{validate.FieldPathElement_builder{FieldName: proto.String("x"), Index: proto.Uint64(1)}.Build()}}
	return []*validate.Violation{validate.Violation_builder{RuleId: proto.String("found"), Field: path.Build()}.Build()}, nil
}

func (r *runtime) Compile(proto.Message, protoreflect.FieldDescriptor) error {
	return errors.New("does not compile")
}

func TestDelegate(t *testing.T) {
	r, m := new(runtime), &validate.FieldRules{}
	v := valid.NewChecker(r, nil).Start()
	v.Field(m, 25)
	v.Message(m)
	v.Under(0, m, 19)
	failed, _ := errors.AsType[*valid.Error](v.Err())
	if failed == nil || len(failed.Violations) != 2 || failed.Violations[0].Field() != "map.x[1]" {
		t.Fatalf("%v", v.Err())
	}
	if path := valid.Path(failed.ToProto().GetViolations()[0].GetField()); path != "map.x[1]" {
		t.Errorf("the path is %s", path)
	}
	if v.Delegated() != 2 || len(r.asked) != 2 || r.asked[0].Name() != "required" || r.asked[1].Name() != "FieldRules" {
		t.Errorf("asked about %v", r.asked)
	}
	v.Guard(m, 25)
	v.Field(m, 25)
	if v.Err() == nil || v.Err().Error() != "does not compile" || v.Delegated() != 2 {
		t.Errorf("after an error there is %v", v.Err())
	}
}
