package form

import (
	"bytes"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/spec"
)

// outline returns what a JSON file is like at its top, which is enough to tell its format: archives may be
// large, and are parsed by their own readers. It is nil for what is no JSON object, or a broken one.
func outline(content []byte) *spec.Value {
	if trimmed := bytes.TrimLeft(content, " \t\r\n"); len(trimmed) == 0 || trimmed[0] != '{' {
		return nil
	}
	d := jsontext.NewDecoder(bytes.NewBuffer(content), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	return summary(d, 2)
}

// summary reads an object down to so many levels; of all else that it holds only texts have their content.
func summary(d *jsontext.Decoder, levels int) *spec.Value {
	if kind := d.PeekKind(); kind != '{' || levels == 0 {
		return passed(d)
	}
	if _, err := d.ReadToken(); err != nil {
		return nil
	}
	object := contract.Object()
	for d.PeekKind() != '}' {
		key, err := d.ReadToken()
		if err != nil {
			return nil
		}
		member := spec.Member{Key: key.String()}
		if member.Value = summary(d, levels-1); member.Value == nil {
			return nil
		}
		object.Members = append(object.Members, member)
	}
	if _, err := d.ReadToken(); err != nil {
		return nil
	}
	return object
}

// passed reads a value that is not looked into.
func passed(d *jsontext.Decoder) *spec.Value {
	switch d.PeekKind() {
	case '"':
		text, err := d.ReadToken()
		if err != nil {
			return nil
		}
		return contract.Text(text.String())
	case '[':
		return skipped(d, spec.List)
	case '{':
		return skipped(d, spec.Map)
	}
	return skipped(d, spec.Null)
}

func skipped(d *jsontext.Decoder, kind spec.ValueKind) *spec.Value {
	if d.SkipValue() != nil {
		return nil
	}
	return &spec.Value{Kind: kind}
}
