package linttest

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/rogpeppe/go-internal/txtar"
)

// A block in the documentation shows only what matters. Without `syntax` or `openapi` it is
// completed before it runs, by what begins in its first column:
//
//   - proto: an rpc goes into a service, a field into a message "Example"; messages that an rpc
//     names and no one declares are empty ones; the imports of annotations are added.
//   - A block that begins with "-- name --" holds several files, as txtar has them, and is complete.
//   - YAML: "/path" goes under paths, a method (get, post …) under the path /v1/examples, a key of
//     the document (info, paths, components …) stays, and everything else is a component schema.
func snippet(name string, block Block) *testCase {
	c := &testCase{name: name, files: map[string]string{}}
	switch text := block.Text; {
	case strings.HasPrefix(text, "-- "):
		for _, file := range txtar.Parse([]byte(text)).Files {
			c.files[file.Name] = string(file.Data)
		}
	case block.Language == "proto":
		c.files["example.proto"] = CompleteProto(text)
	case block.Language == "json":
		c.files["example.json"] = text
	case hasLine(text, "openapi:"):
		c.files["example.yaml"] = text
	default:
		c.files["example.yaml"] = wrapYAML(text)
	}
	return c
}

func hasLine(text string, prefixes ...string) bool {
	for line := range strings.Lines(text) {
		for _, prefix := range prefixes {
			if strings.HasPrefix(line, prefix) {
				return true
			}
		}
	}
	return false
}

// importsFor are the files that declare what a snippet may mention.
var importsFor = [...]struct{ mention, path string }{
	{"(google.api.http)", "google/api/annotations.proto"},
	{"(google.api.method_signature)", "google/api/client.proto"},
	{"(google.api.field_behavior)", "google/api/field_behavior.proto"},
	{"(google.api.resource", "google/api/resource.proto"},
	{"google.longrunning.", "google/longrunning/operations.proto"},
	{"google.protobuf.Timestamp", "google/protobuf/timestamp.proto"},
	{"google.protobuf.Duration", "google/protobuf/duration.proto"},
	{"google.protobuf.FieldMask", "google/protobuf/field_mask.proto"},
	{"google.protobuf.Empty", "google/protobuf/empty.proto"},
	{"google.protobuf.Struct", "google/protobuf/struct.proto"},
	{"google.protobuf.Any", "google/protobuf/any.proto"},
	{"google.type.Money", "google/type/money.proto"},
	{"google.type.Decimal", "google/type/decimal.proto"},
	{"google.type.Date", "google/type/date.proto"},
	{"google.rpc.Status", "google/rpc/status.proto"},
	{"(buf.validate.", "buf/validate/validate.proto"},
	{"(bylaw.", "bylaw/options.proto"},
}

func wrapProto(text string) string {
	var top, rpcs, fields strings.Builder
	for _, c := range chunks(text) {
		switch c.word {
		case "rpc":
			rpcs.WriteString(c.text)
		case "package", "import", "option", "message", "enum", "service", "extend":
			top.WriteString(c.text)
		default:
			fields.WriteString(c.text)
		}
	}
	var out strings.Builder
	out.WriteString("syntax = \"proto3\";\n")
	if !hasLine(text, "package ") {
		out.WriteString("package example.v1;\n")
	}
	for _, i := range importsFor {
		if strings.Contains(text, i.mention) && !strings.Contains(text, i.path) {
			fmt.Fprintf(&out, "import %q;\n", i.path)
		}
	}
	out.WriteString(top.String())
	if fields.Len() > 0 {
		fmt.Fprintf(&out, "message Example {\n%s}\n", &fields)
	}
	if rpcs.Len() > 0 {
		fmt.Fprintf(&out, "service ExampleService {\n%s}\n", &rpcs)
	}
	writeMissingMessages(&out, text)
	return out.String()
}

var rpcTypes = regexp.MustCompile(`(?s)\brpc\s+\w+\s*\(\s*(?:stream\s+)?(\w+)\s*\)\s*returns\s*\(\s*(?:stream\s+)?([\w.]+)\s*\)`)

func writeMissingMessages(out *strings.Builder, text string) {
	declared := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^message\s+(\w+)`).FindAllStringSubmatch(text, -1) {
		declared[m[1]] = true
	}
	for _, m := range rpcTypes.FindAllStringSubmatch(text, -1) {
		for _, name := range m[1:] {
			if !declared[name] && !strings.Contains(name, ".") {
				declared[name] = true
				fmt.Fprintf(out, "message %s {}\n", name)
			}
		}
	}
}

func wrapYAML(text string) string {
	var top, paths, methods, schemas strings.Builder
	for _, c := range chunks(text) {
		switch c.word {
		case "info", "servers", "paths", "components", "security", "tags", "webhooks", "jsonSchemaDialect", "externalDocs":
			top.WriteString(c.text)
		case "get", "put", "post", "delete", "patch", "head", "options", "query":
			methods.WriteString(indented(c.text, "    "))
		default:
			if strings.HasPrefix(c.word, "/") {
				paths.WriteString(indented(c.text, "  "))
			} else {
				schemas.WriteString(indented(c.text, "    "))
			}
		}
	}
	out := "openapi: 3.1.0\n"
	if !hasLine(text, "info:") {
		out += "info: {title: Example, version: 1.0.0}\n"
	}
	if methods.Len() > 0 {
		paths.WriteString("  /v1/examples:\n" + methods.String())
	}
	if paths.Len() > 0 {
		out += "paths:\n" + paths.String()
	}
	if schemas.Len() > 0 {
		out += "components:\n  schemas:\n" + schemas.String()
	}
	return out + top.String()
}

// chunk is a run of lines that belongs together: it begins with a word in the first column, and
// comments before it are part of it.
type chunk struct {
	word, text string
}

func chunks(text string) []chunk {
	var found []chunk
	open := false // the last chunk still waits for its word, having only comments
	for line := range strings.Lines(text) {
		begins := strings.TrimLeft(line, " \t}]\r\n") == line
		comment := strings.HasPrefix(line, "//") || strings.HasPrefix(line, "#")
		if begins && !open {
			found = append(found, chunk{})
		}
		if len(found) == 0 {
			continue // blank lines before everything
		}
		last := &found[len(found)-1]
		last.text += line
		if begins {
			open = comment
		}
		if begins && !comment {
			last.word = firstWord(line)
		}
	}
	return found
}

func firstWord(line string) string {
	word, _, _ := strings.Cut(strings.TrimSpace(line), " ")
	return strings.Trim(strings.TrimSuffix(word, ":"), `"'`)
}

func indented(text, by string) string {
	var out strings.Builder
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) != "" {
			out.WriteString(by)
		}
		out.WriteString(line)
	}
	return out.String()
}

// CompleteProto returns a .proto file that a block of documentation without `syntax` or `edition`
// stands for; one that has them it returns as it is.
func CompleteProto(text string) string {
	if hasLine(text, "syntax", "edition") {
		return text
	}
	return wrapProto(text)
}
