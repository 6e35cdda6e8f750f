package rpc_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/contract/rpc"
	"github.com/bylaw-dev/bylaw/internal/rpctest"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi/tree"
	"github.com/bylaw-dev/bylaw/spec/source"
)

func parse(t *testing.T, text string) *spec.Value {
	t.Helper()
	document, findings := tree.Parse(source.NewFile("x.json", []byte(text)))
	if document == nil || document.Root == nil || len(findings) > 0 {
		t.Fatal(text, findings)
	}
	return document.Root
}

// TestValues reads and writes messages, and holds both against the library of protobuf.
func TestValues(t *testing.T) {
	order := rpctest.Load(t, rpctest.Shop).Message(t, "shop.v1.Order")
	for text, asJSON := range map[string]string{
		`{}`: `{}`,
		`{"id":"a","total_cents":-9007199254740993,"state":"STATE_OPEN","open":true,"picture":"AQI=","sizes":[1,-2,300]}`: `{"id":"a","totalCents":"-9007199254740993","state":"STATE_OPEN","open":true,"picture":"AQI=","sizes":[1,-2,300]}`,
		`{"create_time":{"seconds":1769851800,"nanos":5}}`:                                                                `{"createTime":"2026-01-31T09:30:00.000000005Z"}`,
		`{"tags":["x","y"],"lines":[{"sku":"A1","quantity":-3,"price":1.5,"weight":0.1},{}],"stock":{"a":1,"b":2}}`:       `{"tags":["x","y"],"lines":[{"sku":"A1","quantity":-3,"price":1.5,"weight":0.1},{}],"stock":{"a":1,"b":2}}`,
		`{"note":"","card":"4"}`:                           `{"note":"","card":"4"}`,
		`{"cash":{"price":1e+300}}`:                        `{"cash":{"price":1e300}}`,
		`{"lines":[{"price":"NaN","weight":"-Infinity"}]}`: `{"lines":[{"price":"NaN","weight":"-Infinity"}]}`,
		`{"state":9}`:                                      `{"state":9}`,
	} {
		content, err := rpc.Encode(order, parse(t, text))
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		message, want := dynamicpb.NewMessage(order), dynamicpb.NewMessage(order)
		if err := proto.Unmarshal(content, message); err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if err := protojson.Unmarshal([]byte(asJSON), want); err != nil {
			t.Fatal(err)
		}
		theirs, err := proto.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		if again, _ := proto.Marshal(message); !proto.Equal(message, want) && !strings.Contains(text, "NaN") {
			t.Errorf("%s is written as %x", text, again)
		}
		for _, content := range [][]byte{content, theirs} {
			v, unknown, err := rpc.Decode(order, content, false)
			if got := string(contract.AppendJSON(nil, v)); got != text || unknown > 0 || err != nil {
				t.Errorf("%s is read as %s (%v)", text, got, err)
			}
		}
	}
}

// TestDefaults has what is not on the wire read as others read it, and what is written with its default stay.
func TestDefaults(t *testing.T) {
	order := rpctest.Load(t, rpctest.Shop).Message(t, "shop.v1.Order")
	v, _, err := rpc.Decode(order, nil, true)
	want := `{"id":"","total_cents":0,"state":"STATE_UNSPECIFIED","tags":[],"lines":[],"stock":{},"open":false,"picture":"","sizes":[]}`
	if got := string(contract.AppendJSON(nil, v)); got != want || err != nil {
		t.Errorf("got %s, %v", got, err)
	}
	content, err := rpc.Encode(order, parse(t, `{"id":"","open":false}`))
	if err != nil {
		t.Fatal(err)
	}
	if v, _, _ := rpc.Decode(order, content, false); string(contract.AppendJSON(nil, v)) != `{"id":"","open":false}` {
		t.Errorf("got %s", contract.AppendJSON(nil, v))
	}
}

// TestBroken refuses bytes that are no message, in words and without a panic.
func TestBroken(t *testing.T) {
	order := rpctest.Load(t, rpctest.Shop).Message(t, "shop.v1.Order")
	for _, content := range [][]byte{{0x0a}, {0x0a, 5, 1}, {0x08, 1}, {0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, {0x5a, 3, 0x80, 0x80, 0x80}, {0x0b}, {0x3a, 1, 0x0a}} {
		if _, _, err := rpc.Decode(order, content, false); err == nil {
			t.Errorf("%x is a message", content)
		}
	}
	many := make([]byte, 0, 2_000_000)
	for range 1_000_001 {
		many = append(many, 0x58, 1)
	}
	if _, _, err := rpc.Decode(order, many, false); err == nil || !strings.Contains(err.Error(), "more than 1000000 values") {
		t.Error(err)
	}
	for _, text := range []string{`[]`, `{"nothing":1}`, `{"id":1}`, `{"total_cents":"x"}`, `{"total_cents":99999999999999999999}`, `{"state":"NO"}`, `{"tags":"x"}`, `{"stock":[]}`, `{"picture":"%"}`, `{"lines":[1]}`, `{"sizes":[2147483648]}`} {
		if content, err := rpc.Encode(order, parse(t, text)); err == nil {
			t.Errorf("%s is written as %x", text, content)
		}
	}
}

// TestCompare holds messages against expected ones, with rules as the plugin writes them.
func TestCompare(t *testing.T) {
	set := rpctest.Load(t, rpctest.Shop)
	order := set.Message(t, "shop.v1.Order")
	for _, c := range []struct{ name, expected, rules, actual, want string }{
		{"the same", `{"id":"a","total_cents":7}`, ``, `{"id":"a","total_cents":7,"note":"more"}`, ""},
		{"another value", `{"id":"a","total_cents":7}`, ``, `{"id":"a"}`, "$.total_cents"},
		{"a default that is expected", `{"id":"a","open":false}`, ``, `{"id":"a"}`, ""},
		{"a default that is another", `{"id":"a","open":false}`, ``, `{"id":"a","open":true}`, "$.open"},
		{"presence", `{"note":"x"}`, `"$.note":{"matchers":[{"match":"type"}]}`, `{}`, "$.note"},
		{"types", `{"total_cents":7,"id":"a"}`, `"$.total_cents":{"matchers":[{"match":"integer"}]},"$.id":{"matchers":[{"match":"regex","regex":"[a-z]+"}]}`, `{"total_cents":8,"id":"B"}`, "$.id"},
		{"items of scalars", `{"sizes":[1,2]}`, `"$.sizes[0].*":{"matchers":[{"match":"number"}]},"$.sizes[1].*":{"matchers":[{"match":"number"}]}`, `{"sizes":[3,4]}`, ""},
		{"items of scalars, all", `{"tags":["a"]}`, `"$.tags":{"matchers":[{"match":"type"}]},"$.tags.*":{"matchers":[{"match":"regex","regex":"[a-z]"}]}`, `{"tags":["b","c","D"]}`, "$.tags[2]"},
		{"messages in lists", `{"lines":[{"sku":"A"}]}`, `"$.lines":{"matchers":[{"match":"type","min":1}]},"$.lines[*].sku":{"matchers":[{"match":"type"}]}`, `{"lines":[{"sku":"B"},{"sku":""}]}`, ""},
		{"no messages in lists", `{"lines":[{"sku":"A"}]}`, `"$.lines":{"matchers":[{"match":"type","min":1}]}`, `{}`, "$.lines"},
		{"enums", `{"state":"STATE_OPEN"}`, `"$.state":{"matchers":[{"match":"regex","regex":"STATE_(OPEN|PAID)"}]}`, `{}`, "$.state"},
		{"maps", `{"stock":{"a":1}}`, `"$.stock":{"matchers":[{"match":"values"}]},"$.stock.*":{"matchers":[{"match":"integer"}]}`, `{"stock":{"b":2}}`, ""},
		{"times", `{"create_time":{"seconds":5}}`, `"$.create_time.seconds":{"matchers":[{"match":"integer"}]}`, `{"create_time":{"seconds":6}}`, ""},
	} {
		content, err := rpc.Encode(order, parse(t, c.expected))
		if err != nil {
			t.Fatal(err)
		}
		expected, findings := pact.ReadMessage(parse(t, `{"contents":{"content":"`+base64.StdEncoding.EncodeToString(content)+`","contentType":"application/protobuf;message=Order","encoded":"base64"},"matchingRules":{"body":{`+c.rules+`}}}`))
		if len(findings) > 0 {
			t.Fatal(findings)
		}
		actual, err := rpc.Encode(order, parse(t, c.actual))
		if err != nil {
			t.Fatal(err)
		}
		found, err := rpc.Message{Files: set.Files, Kind: order}.Compare(expected, actual)
		if places(found) != c.want || err != nil {
			t.Errorf("%s: got %q, want %q (%v) %+v", c.name, places(found), c.want, err, found)
		}
	}
}

// TestCompareJSON does the same with messages that contracts write as JSON, in the ways that ProtoJSON has.
func TestCompareJSON(t *testing.T) {
	set := rpctest.Load(t, rpctest.Shop)
	order := set.Message(t, "shop.v1.Order")
	actual, err := rpc.Encode(order, parse(t, `{"id":"a","total_cents":7,"state":"STATE_OPEN","create_time":{"seconds":1769851800},"lines":[{"price":1.5},{}]}`))
	if err != nil {
		t.Fatal(err)
	}
	for expected, want := range map[string]string{
		`{"id":"a","totalCents":"7"}`:                      "",
		`{"id":"a","totalCents":7}`:                        "",
		`{"id":"a","total_cents":7}`:                       "",
		`{"total_cents":8}`:                                "$.total_cents",
		`{"state":1}`:                                      "",
		`{"state":"STATE_OPEN","open":false}`:              "",
		`{"createTime":"2026-01-31T09:30:00Z"}`:            "",
		`{"lines":[{"price":1.5},{"price":0}],"stock":{}}`: "",
		`{"note":"x"}`:                                     "$.note",
	} {
		p, _ := pact.ReadMessage(parse(t, `{"contents":{"content":`+expected+`,"contentType":"application/json","encoded":false}}`))
		found, err := rpc.Message{Files: set.Files, Kind: order}.Compare(p, actual)
		if places(found) != want || err != nil {
			t.Errorf("%s: got %q, want %q (%v)", expected, places(found), want, err)
		}
	}
}

func places(found []match.Mismatch) string {
	var all []string
	for _, m := range found {
		all = append(all, m.Path)
	}
	return strings.Join(all, ", ")
}

// TestPlugin reads a contract as version 0.3.12 of the plugin writes it.
func TestPlugin(t *testing.T) {
	c, findings := pact.Read(source.NewFile("plugin.json", []byte(pluginContract)))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	i := c.Interactions[0]
	files, err := rpc.NewLibrary(nil).Files(c, i)
	if err != nil || !rpc.IsCall(i) {
		t.Fatal(err)
	}
	m, err := rpc.Method(files, i)
	if err != nil || m.FullName() != "pactissue.Test.GetTest" {
		t.Fatal(m, err)
	}
	content, err := (rpc.Message{Files: files, Kind: m.Input()}).Content(i.Contents, match.Source{})
	if err != nil || string(content) != "\x0a\x00" {
		t.Errorf("%x, %v", content, err)
	}
	s, err := rpc.StreamOf(i, m)
	if err != nil || len(s.Requests) != 1 {
		t.Fatal(err)
	}
	for status, want := range map[rpc.Status]int{{Code: 5, Message: "gone"}: 0, {Code: 3, Message: "x"}: 1, {}: 1} {
		found, err := s.Judge(files, nil, status, map[string][]string{})
		if len(found) != want || err != nil {
			t.Errorf("%s: %+v, %v", status, found, err)
		}
	}
}

const pluginContract = `{"consumer": {"name": "grpc-consumer-rust"}, "provider": {"name": "response_metadata"},
"interactions": [{"description": "response metadata request", "pending": false, "transport": "grpc", "type": "Synchronous/Messages",
  "pluginConfiguration": {"protobuf": {"descriptorKey": "628d9de1211ee7ee1d167e3e12b170bf", "service": "Test/GetTest"}},
  "request": {"contents": {"content": "CgA=", "contentType": "application/protobuf;message=MessageIn", "contentTypeHint": "BINARY", "encoded": "base64"},
    "matchingRules": {"body": {"$.s": {"combine": "AND", "matchers": [{"match": "type"}]}}}, "metadata": {"contentType": "application/protobuf;message=MessageIn", "key": "value"}},
  "response": [{"contents": {"content": "EAE=", "contentType": "application/protobuf;message=MessageOut", "contentTypeHint": "BINARY", "encoded": "base64"},
    "matchingRules": {"body": {"$.b": {"combine": "AND", "matchers": [{"match": "boolean"}]}},
      "metadata": {"grpc-message": {"combine": "AND", "matchers": [{"match": "type"}]}, "grpc-status": {"combine": "AND", "matchers": [{"match": "equality"}]}}},
    "metadata": {"contentType": "application/protobuf;message=MessageOut", "grpc-message": "not found", "grpc-status": "NOT_FOUND"}}]}],
"metadata": {"pactSpecification": {"version": "4.0"}, "plugins": [{"name": "protobuf", "version": "0.3.12", "configuration": {"628d9de1211ee7ee1d167e3e12b170bf": {
  "protoDescriptors": "CqUBChdyZXNwb25zZV9tZXRhZGF0YS5wcm90bxIJcGFjdGlzc3VlIhkKCU1lc3NhZ2VJbhIMCgFzGAEgASgJUgFzIhoKCk1lc3NhZ2VPdXQSDAoBYhgCIAEoCFIBYjJACgRUZXN0EjgKB0dldFRlc3QSFC5wYWN0aXNzdWUuTWVzc2FnZUluGhUucGFjdGlzc3VlLk1lc3NhZ2VPdXQiAGIGcHJvdG8z",
  "protoFile": "syntax = \"proto3\";"}}}]}}`
