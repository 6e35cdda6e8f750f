package types

import (
	"slices"

	"github.com/bylaw-dev/bylaw/breaking"
)

// formatSort says what a format is about.
type formatSort uint8

const (
	unknown        formatSort = iota // nothing is known of it
	annotation                       // a hint to people and forms, or no format at all
	validation                       // which strings are valid
	representation                   // what a string stands for: code parses it
	width                            // which numbers there can be
)

// knownFormat is a format of JSON Schema, OpenAPI or protovalidate. within lists the formats whose
// values all of its values are.
type knownFormat struct {
	name   string
	sort   formatSort
	within []string
}

func formatOf(name string) knownFormat {
	switch name {
	case "", "password":
		return knownFormat{name, annotation, nil}
	case "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float", "double", "decimal":
		return knownFormat{name, width, wider(name)}
	case "date-time", "date", "time", "duration", "byte", "binary", "base64", "base64url", "char",
		"unix-time", "unixtime", "timestamp", "epoch", "http-date":
		return knownFormat{name, representation, nil}
	case "uri":
		return knownFormat{name, validation, []string{"uri-reference", "iri", "iri-reference"}}
	case "uri-reference", "iri":
		return knownFormat{name, validation, []string{"iri-reference"}}
	case "email":
		return knownFormat{name, validation, []string{"idn-email"}}
	case "hostname":
		return knownFormat{name, validation, []string{"idn-hostname", "address"}}
	case "ipv4", "ipv6":
		return knownFormat{name, validation, []string{"ip", "address"}}
	case "ip":
		return knownFormat{name, validation, []string{"address"}}
	case "uuid", "tuuid", "ulid", "regex", "json-pointer", "relative-json-pointer", "uri-template", "iri-reference",
		"idn-email", "idn-hostname", "address", "host-and-port", "media-range", "html", "commonmark":
		return knownFormat{name, validation, nil}
	}
	return knownFormat{name: name}
}

// wider returns the formats of numbers that hold all of a format's.
func wider(name string) []string {
	switch name {
	case "int8":
		return []string{"int16", "int32", "int64", "double", "float", "decimal"}
	case "uint8":
		return []string{"int16", "uint16", "int32", "uint32", "int64", "uint64", "double", "float", "decimal"}
	case "int16":
		return []string{"int32", "int64", "double", "float", "decimal"}
	case "uint16":
		return []string{"int32", "uint32", "int64", "uint64", "double", "float", "decimal"}
	case "int32":
		return []string{"int64", "double", "decimal"}
	case "uint32":
		return []string{"int64", "uint64", "double", "decimal"}
	case "float":
		return []string{"double", "decimal"}
	case "int64", "uint64", "double":
		return []string{"decimal"}
	}
	return nil
}

func (f knownFormat) effect(after knownFormat) breaking.Effect {
	switch {
	case f.sort == unknown || after.sort == unknown:
		return breaking.Undecided
	case f.sort == annotation && after.sort == annotation:
		return breaking.None
	case after.sort == annotation || slices.Contains(f.within, after.name):
		return breaking.Widens
	case f.sort == annotation || slices.Contains(after.within, f.name):
		return breaking.Narrows
	}
	return breaking.Incomparable
}
