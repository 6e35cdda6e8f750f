package match

import (
	"bytes"
	"errors"
	"io"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/go-json-experiment/json/jsontext"
)

// maxNodes bounds the keys and values of a body; jsontext bounds their depth at 10,000.
const maxNodes = 1 << 20

var errTooMany = errors.New("it has more than a million values")

// parseJSON reads a body. Numbers stay as they are written; of a key that stands twice the last counts.
func parseJSON(text []byte) (*spec.Value, error) {
	r := jsonReader{decoder: jsontext.NewDecoder(bytes.NewReader(text), jsontext.AllowDuplicateNames(true))}
	v, err := r.value()
	if err != nil {
		return nil, err
	}
	if _, err := r.decoder.ReadToken(); err != io.EOF {
		return nil, errors.New("something follows the value")
	}
	return v, nil
}

type jsonReader struct {
	decoder *jsontext.Decoder
	nodes   int
}

func (r *jsonReader) value() (*spec.Value, error) {
	if r.nodes++; r.nodes > maxNodes {
		return nil, errTooMany
	}
	token, err := r.decoder.ReadToken()
	if err != nil {
		return nil, err
	}
	switch token.Kind() {
	case 'n':
		return &spec.Value{Kind: spec.Null}, nil
	case 't', 'f':
		return &spec.Value{Kind: spec.Bool, Text: token.String()}, nil
	case '"':
		return &spec.Value{Kind: spec.Str, Text: token.String()}, nil
	case '0':
		return &spec.Value{Kind: spec.Num, Text: token.String()}, nil
	case '[':
		return r.array()
	}
	return r.object()
}

func (r *jsonReader) array() (*spec.Value, error) {
	v := &spec.Value{Kind: spec.List}
	for r.decoder.PeekKind() != ']' {
		item, err := r.value()
		if err != nil {
			return nil, err
		}
		v.Items = append(v.Items, item)
	}
	_, err := r.decoder.ReadToken()
	return v, err
}

func (r *jsonReader) object() (*spec.Value, error) {
	v := &spec.Value{Kind: spec.Map}
	for r.decoder.PeekKind() != '}' {
		key, err := r.decoder.ReadToken()
		if err != nil {
			return nil, err
		}
		name := key.String()
		value, err := r.value()
		if err != nil {
			return nil, err
		}
		v.Members = append(v.Members, spec.Member{Key: name, Value: value})
	}
	_, err := r.decoder.ReadToken()
	return v, err
}
