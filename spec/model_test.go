package spec_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/spec"
)

// object returns a definition with string properties of the given names.
func object(name string, properties ...string) *spec.Type {
	t := &spec.Type{Node: spec.Node{Name: name, Local: "#/" + name}, Kind: spec.KindObject}
	for _, p := range properties {
		t.Fields = append(t.Fields, &spec.Field{
			Node:  spec.Node{Name: p, Parent: &t.Node, Local: "/properties/" + p},
			Type:  &spec.Type{Kind: spec.KindString},
			Owner: t,
		})
	}
	return t
}

func ref(t *spec.Type) *spec.Type {
	return &spec.Type{Kind: spec.KindReference, Target: t}
}

func body(t *spec.Type) []*spec.MediaType {
	return []*spec.MediaType{{Node: spec.Node{Name: "application/json"}, Type: t}}
}

func fieldNames(fields []*spec.Field) string {
	var names []string
	for _, f := range fields {
		names = append(names, f.Name)
	}
	return strings.Join(names, " ")
}

func TestIDIsTheWayFromTheTop(t *testing.T) {
	if got, want := object("User", "name").Fields[0].ID(), spec.ID("#/User/properties/name"); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAllFieldsFlattensAllOfOnce(t *testing.T) {
	base := object("Base", "id", "name")
	derived := object("Derived", "name", "size")
	derived.Schema = &spec.Schema{AllOf: []*spec.Type{ref(base), object("Inline", "color")}}
	base.Schema = &spec.Schema{AllOf: []*spec.Type{ref(derived)}} // a cycle, as real specs have
	fields := ref(derived).AllFields()
	if got, want := fieldNames(fields), "name size id color"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if fields[0].Owner != derived {
		t.Error("the own declaration of name must win over the base's")
	}
}

func TestInputsOfBothFormats(t *testing.T) {
	message := object("Request", "name", "filter", "order")
	for i, f := range message.Fields {
		f.Number = i + 1
	}
	rpc := &spec.Operation{
		HTTP:    []spec.HTTPBinding{{Method: "POST", Body: "order"}},
		Request: &spec.Payload{Content: []*spec.MediaType{{Type: ref(message)}}},
	}
	rpc.HTTP[0].Path.Parts = []spec.PathPart{{Kind: spec.Variable, Text: "name"}}
	rest := &spec.Operation{
		HTTP:       []spec.HTTPBinding{{Method: "POST"}},
		Parameters: []*spec.Parameter{{Field: spec.Field{Node: spec.Node{Name: "name"}}, In: spec.InPath}},
		Request:    &spec.Payload{Content: body(ref(object("Body", "order")))},
	}
	for operation, want := range map[*spec.Operation]string{
		rpc:  "name path, filter query, order body",
		rest: "name path, order body",
	} {
		var got []string
		for _, input := range operation.Inputs() {
			got = append(got, fmt.Sprint(input.Name, " ", input.In))
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestMarkDirectionsFollowsReferencesAndCycles(t *testing.T) {
	shared, in, out, unused := object("Shared"), object("In", "a"), object("Out", "b"), object("Unused")
	in.Fields[0].Type = ref(shared)
	out.Fields[0].Type = &spec.Type{Kind: spec.KindArray, Items: ref(out)}
	out.Schema = &spec.Schema{OneOf: []*spec.Type{ref(shared)}}
	operation := &spec.Operation{
		Request:   &spec.Payload{Content: body(ref(in))},
		Responses: []*spec.Response{{Status: "200", Content: body(ref(out))}},
	}
	hook := &spec.Operation{Kind: spec.Webhook, Request: &spec.Payload{Content: body(ref(object("Sent")))}}
	api := &spec.API{Services: []*spec.Service{{Operations: []*spec.Operation{operation, hook}}}}
	spec.MarkDirections([]*spec.API{api})
	for _, test := range []struct {
		t    *spec.Type
		want spec.Direction
	}{
		{in, spec.InRequest}, {out, spec.InResponse}, {shared, spec.InRequest | spec.InResponse}, {unused, 0},
		{hook.RequestType(), spec.InResponse},
	} {
		if test.t.Direction != test.want {
			t.Errorf("%s: got %b, want %b", test.t.Name, test.t.Direction, test.want)
		}
	}
}

func TestWalkVisitsDeclarationsOnce(t *testing.T) {
	user := object("User", "name")
	user.Fields = append(user.Fields, &spec.Field{Node: spec.Node{Name: "friend"}, Type: ref(user)})
	shared := &spec.Response{Node: spec.Node{Name: "Problem"}, Content: body(object("Problem", "code"))}
	operation := &spec.Operation{
		Node: spec.Node{Name: "get"},
		Responses: []*spec.Response{
			{Status: "200", Content: body(ref(user))},
			{Status: "500", Target: shared, Content: shared.Content},
		},
	}
	api := &spec.API{
		Services:   []*spec.Service{{Operations: []*spec.Operation{operation}}},
		Types:      []*spec.Type{user},
		Components: &spec.Components{Responses: []*spec.Response{shared}},
	}
	var seen []string
	spec.Walk(api, &spec.Visitor{
		Type:  func(t *spec.Type) { seen = append(seen, fmt.Sprintf("%s/%d", t.Name, t.Kind)) },
		Field: func(f *spec.Field) { seen = append(seen, f.Name) },
	})
	scalar := fmt.Sprintf("/%d", spec.KindString)
	want := []string{
		fmt.Sprintf("Problem/%d", spec.KindObject), "code", scalar,
		fmt.Sprintf("User/%d", spec.KindObject), "name", scalar, "friend",
	}
	if !slices.Equal(seen, want) {
		t.Errorf("got %v\nwant %v", seen, want)
	}
}

func TestValueNumbers(t *testing.T) {
	for _, test := range []struct {
		text string
		want int64
		ok   bool
	}{{"12", 12, true}, {"1.0", 1, true}, {"1e3", 1000, true}, {"1.5", 0, false}, {"1e400", 0, false}, {"9223372036854775807", 1<<63 - 1, true}, {"9223372036854775808", 0, false}} {
		n, ok := (&spec.Value{Kind: spec.Num, Text: test.text}).Int()
		if n != test.want || ok != test.ok {
			t.Errorf("%s: got %d, %v", test.text, n, ok)
		}
	}
	var none *spec.Value
	if none.Get("a") != nil || none.String() != "" || none.Bool() {
		t.Error("a nil value must read as empty")
	}
}
