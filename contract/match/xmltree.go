package match

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
)

// element is an element of XML: its name, what is in it, and its text without the white space around.
type element struct {
	name       xml.Name
	aliases    []string // the name with its namespace and prefix, for paths
	attributes []xml.Attr
	children   []*element
	text       []byte
}

const (
	maxElements = 1 << 20
	maxDepth    = 1000
)

var errXMLTooLarge = errors.New("it has more than a million elements, or a thousand within each other")

// parseXML reads a document. Entities that a document defines itself are not expanded: they are errors.
func parseXML(text []byte) (*element, error) {
	decoder := xml.NewDecoder(bytes.NewReader(text))
	prefixes := map[string]string{}
	top := &element{}
	stack, count := []*element{top}, 0
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		inner := stack[len(stack)-1]
		switch t := token.(type) {
		case xml.StartElement:
			if count++; count > maxElements || len(stack) > maxDepth {
				return nil, errXMLTooLarge
			}
			child := newElement(t, prefixes)
			inner.children = append(inner.children, child)
			stack = append(stack, child)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			inner.text = append(inner.text, bytes.TrimSpace(t)...)
		}
	}
	if len(top.children) != 1 {
		return nil, errors.New("it must have one element at the top")
	}
	return top.children[0], nil
}

func newElement(start xml.StartElement, prefixes map[string]string) *element {
	e := &element{name: start.Name}
	for _, a := range start.Attr {
		switch {
		case a.Name.Space == "xmlns":
			prefixes[a.Value] = a.Name.Local
		case a.Name.Space == "" && a.Name.Local == "xmlns":
		default:
			e.attributes = append(e.attributes, a)
		}
	}
	e.aliases = aliases(start.Name, prefixes)
	return e
}

// aliases returns how else a path may name something: ns:name, with the namespace or its prefix.
func aliases(name xml.Name, prefixes map[string]string) []string {
	if name.Space == "" {
		return nil
	}
	all := []string{name.Space + ":" + name.Local}
	if prefix := prefixes[name.Space]; prefix != "" {
		all = append(all, prefix+":"+name.Local)
	}
	return all
}

func (e *element) attribute(name xml.Name) (string, bool) {
	for _, a := range e.attributes {
		if a.Name == name {
			return a.Value, true
		}
	}
	return "", false
}

// title is a name for people.
func title(name xml.Name) string {
	if name.Space == "" {
		return name.Local
	}
	return "{" + name.Space + "}" + name.Local
}
