package openapi

import (
	"bytes"
	"strings"
)

// Class is what a YAML or JSON file seems to be.
type Class uint8

// The classes.
const (
	NotASpec Class = iota
	Root           // an OpenAPI document: it says which version of OpenAPI it is written in
	Swagger2       // the format before OpenAPI 3
	Fragment       // perhaps a part of a contract that a root refers to
)

// String returns "not a spec", "root", "swagger 2" or "fragment".
func (c Class) String() string {
	return [...]string{"not a spec", "root", "swagger 2", "fragment"}[c]
}

// sniffed is how much of a file is looked at for keys that make it a fragment. The keys that make
// it a root are looked for everywhere, because they may come last.
const sniffed = 64 << 10

// Sniff tells a file's class from its top-level keys, without parsing it: every YAML and JSON file
// of a repository is asked.
func Sniff(content []byte) Class {
	content = plain(content)
	known := func(word string) bool { return bytes.Contains(content, []byte(word)) }
	if !known("openapi") && !known("swagger") && len(content) > sniffed {
		content = content[:sniffed]
	}
	class, schema := NotASpec, false
	topLevel(content, func(key string, value []byte) bool {
		schema = schema || key == "$schema"
		switch {
		case key == "openapi" && startsWithDigit(value):
			class = Root
		case key == "swagger" && startsWithDigit(value):
			class = Swagger2
		case class == NotASpec && isPartOfSpec(key):
			class = Fragment
		}
		return class != Root
	})
	if schema && class == Fragment { // a JSON Schema of its own: repositories are full of them
		return NotASpec
	}
	return class
}

// plain removes a byte order mark, and the zero bytes that a file in UTF-16 has between its letters.
func plain(content []byte) []byte {
	if bytes.HasPrefix(content, []byte("\xff\xfe")) || bytes.HasPrefix(content, []byte("\xfe\xff")) {
		return bytes.ReplaceAll(content[2:], []byte{0}, nil)
	}
	return bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
}

func startsWithDigit(value []byte) bool {
	value = bytes.TrimLeft(value, " \t\r\n\"'")
	return len(value) > 0 && value[0] >= '0' && value[0] <= '9'
}

func isPartOfSpec(key string) bool {
	switch key {
	case "paths", "webhooks", "components", "schemas", "parameters", "responses", "requestBodies",
		"headers", "securitySchemes", "pathItems", "callbacks", "links", "examples",
		"get", "put", "post", "delete", "patch", "operationId", "requestBody",
		"$ref", "$defs", "definitions", "allOf", "oneOf", "anyOf", "properties":
		return true
	}
	return strings.HasPrefix(key, "/")
}

// topLevel calls visit with the keys of the outermost object and the text from their values on,
// until it returns false.
func topLevel(content []byte, visit func(key string, value []byte) bool) {
	if trimmed := bytes.TrimLeft(content, " \t\r\n"); len(trimmed) > 0 && trimmed[0] == '{' {
		topLevelFlow(trimmed[1:], visit)
		return
	}
	for len(content) > 0 {
		line := content
		end := bytes.IndexByte(content, '\n')
		if end >= 0 {
			line, content = content[:end], content[end+1:]
		} else {
			content = nil
		}
		if key, value, ok := bytes.Cut(line, []byte(":")); ok && len(key) > 0 && !bytes.ContainsRune([]byte(" \t#-"), rune(key[0])) {
			if !visit(string(bytes.Trim(key, "\"' \t")), value) {
				return
			}
		}
	}
}

// topLevelFlow is topLevel for JSON, from behind the opening brace; YAML's flow style with bare keys
// is read too.
func topLevelFlow(content []byte, visit func(key string, value []byte) bool) {
	depth, start := 0, 0 // start: of the key
	for i := 0; i < len(content); i++ {
		switch content[i] {
		case '"':
			i = endOfString(content, i)
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case ',':
			if depth == 0 {
				start = i + 1
			}
		case ':':
			if depth == 0 && start >= 0 && !visit(string(bytes.Trim(content[start:i], "\"' \t\r\n")), content[i+1:]) {
				return
			}
			if depth == 0 {
				start = -1
			}
		}
	}
}

func endOfString(content []byte, i int) int {
	for i++; i < len(content) && content[i] != '"'; i++ {
		if content[i] == '\\' {
			i++
		}
	}
	return i
}
