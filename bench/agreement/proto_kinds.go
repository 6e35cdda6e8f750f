package main

import (
	"fmt"
	"strings"

	"github.com/bufbuild/protocompile/ast"
)

// field makes the edits that any field can have.
func (e *protoEditor) field(n ast.Node, name *ast.IdentNode, tag *ast.UintLiteralNode) {
	e.add("field delete", e.replace(n, ""))
	e.add("field delete, reserve number", e.replace(n, fmt.Sprintf("reserved %d;", tag.Val)))
	e.add("field delete, reserve both", e.replace(n, fmt.Sprintf("reserved %d; reserved %s;", tag.Val, quoted(e.text, name.Val))))
	e.add("field rename", e.replace(name, name.Val+"_renamed"))
	e.add("field renumber", e.replace(tag, fmt.Sprint(tag.Val+3000)))
	e.add("field add", e.after(n, "\n"+strings.Replace(e.optional("int32 added_field = 4999;"), ";", " [deprecated = true];", 1)))
}

// quoted returns a reserved name: editions write it without quotes.
func quoted(text, name string) string {
	if strings.Contains(text, "\nedition = ") {
		return name
	}
	return `"` + name + `"`
}

// optional labels a field as proto2 demands it.
func (e *protoEditor) optional(field string) string {
	if strings.Contains(e.text, `syntax = "proto2"`) && !e.inOneof() {
		return "optional " + field
	}
	return field
}

// inOneof is a guess from how this corpus is written: the oneof is the declaration around.
func (e *protoEditor) inOneof() bool {
	return len(e.scope) > 1 && strings.Contains(e.text, "oneof "+e.scope[len(e.scope)-2]+" {")
}

// otherTypes are the types that each scalar type is changed into.
var otherTypes = map[string][]string{
	"string": {"bytes", "int32"}, "bytes": {"string"}, "bool": {"int32", "string"},
	"int32": {"int64", "uint32", "sint32", "string", "bool", "float"}, "int64": {"int32", "string", "fixed64"},
	"uint32": {"int32", "uint64"}, "uint64": {"int64"}, "double": {"float", "int64"}, "float": {"double"},
	"fixed32": {"uint32"}, "fixed64": {"sfixed64"},
}

// singleField makes the edits of a field's type, label and options.
func (e *protoEditor) singleField(n *ast.FieldNode) {
	old := e.source(n.FldType)
	others := otherTypes[old]
	if others == nil {
		old, others = "named type", []string{"string", "int32"}
	}
	for _, other := range others {
		e.add("field type "+old+" to "+other, e.replace(n.FldType, other))
	}
	switch {
	case n.Label.IsPresent() && n.Label.Repeated:
		e.add("field repeated to singular", e.replace(n.Label, e.optional("")))
	case n.Label.IsPresent() && n.Label.Required:
		e.add("field required to optional", e.replace(n.Label, "optional"))
	case n.Label.IsPresent():
		e.add("field optional to repeated", e.replace(n.Label, "repeated"))
		e.add("field optional to plain or required", e.replace(n.Label, strings.TrimSuffix(e.optional("required"), "required")))
	default:
		e.add("field singular to repeated", e.before(n, "repeated "))
		e.add("field singular to optional", e.before(n, "optional "))
	}
	if n.Options == nil {
		e.add("field json_name", e.before(n.Semicolon, ` [json_name = "renamedField"]`))
		e.add("field deprecate", e.before(n.Semicolon, ` [deprecated = true]`))
	}
}

func (e *protoEditor) oneof(n *ast.OneofNode) {
	e.add("oneof rename", e.replace(n.Name, n.Name.Val+"_renamed"))
	start, _ := e.span(n)
	_, open := e.span(n.OpenBrace)
	e.add("oneof dissolve", patch{start, open, ""}, e.replace(n.CloseBrace, ""))
	e.add("oneof add member", e.before(n.CloseBrace, "int32 added_member = 4998;\n"))
}

func (e *protoEditor) message(n *ast.MessageNode) {
	e.add("message delete", e.replace(n, ""))
	e.rename("message rename", n.Name.Val, n.Name.Val+"Renamed")
	e.add("message add", e.before(n, "message AddedMessage {}\n\n"))
	e.add("message reserve", e.before(n.CloseBrace, "reserved 4000 to 4010;\n"))
	e.add("message add oneof", e.before(n.CloseBrace, "oneof added_choice { string added_a = 4001; string added_b = 4002; }\n"))
}

func (e *protoEditor) enum(n *ast.EnumNode) {
	e.add("enum delete", e.replace(n, ""))
	e.rename("enum rename", n.Name.Val, n.Name.Val+"Renamed")
	e.add("enum add value", e.before(n.CloseBrace, "ADDED_VALUE_OF_"+strings.ToUpper(n.Name.Val)+" = 4999;\n"))
}

func (e *protoEditor) enumValue(n *ast.EnumValueNode) {
	number := e.source(n.Number)
	e.add("enum value delete", e.replace(n, ""))
	e.add("enum value delete, reserve number", e.replace(n, fmt.Sprintf("reserved %s;", number)))
	e.add("enum value delete, reserve both", e.replace(n, fmt.Sprintf("reserved %s; reserved %s;", number, quoted(e.text, n.Name.Val))))
	e.add("enum value rename", e.replace(n.Name, n.Name.Val+"_RENAMED"))
	e.add("enum value renumber", e.replace(n.Number, "4997"))
}

func (e *protoEditor) service(n *ast.ServiceNode) {
	e.add("service delete", e.replace(n, ""))
	e.add("service rename", e.replace(n.Name, n.Name.Val+"Renamed"))
}

func (e *protoEditor) rpc(n *ast.RPCNode) {
	e.add("rpc delete", e.replace(n, ""))
	e.add("rpc rename", e.replace(n.Name, n.Name.Val+"Renamed"))
	request, response := e.source(n.Input.MessageType), e.source(n.Output.MessageType)
	e.add("rpc request type", e.replace(n.Input.MessageType, response))
	e.add("rpc response type", e.replace(n.Output.MessageType, request))
	e.stream("rpc request streaming", n.Input)
	e.stream("rpc response streaming", n.Output)
	if n.OpenBrace != nil {
		e.add("rpc idempotency_level", e.after(n.OpenBrace, "\noption idempotency_level = IDEMPOTENT;"))
	}
}

func (e *protoEditor) stream(kind string, n *ast.RPCTypeNode) {
	if n.Stream == nil {
		e.add(kind+" on", e.before(n.MessageType, "stream "))
		return
	}
	e.add(kind+" off", e.replace(n.Stream, ""))
}

// option changes the options of the file that are strings.
func (e *protoEditor) option(n *ast.OptionNode) {
	value, isText := n.Val.(*ast.StringLiteralNode)
	if len(e.scope) > 0 || !isText {
		return
	}
	e.add("file option "+e.source(n.Name), e.replace(value, `"Renamed"`))
	e.add("file option removed "+e.source(n.Name), e.replace(n, ""))
}
