package report

import (
	"bufio"
	"bytes"
	"encoding/json"
)

// document writes JSON whose long array stands one element a line, so that 100,000 findings
// stream, and the output can be searched and compared line by line. The first error sticks.
type document struct {
	*bufio.Writer
	err error
}

// raw writes text as it is.
func (d *document) raw(text string) {
	d.WriteString(text)
}

// value writes a value as compact JSON.
func (d *document) value(v any) {
	if d.err != nil {
		return
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false) // the output is no web page, and "<" is common in messages
	if d.err = encoder.Encode(v); d.err == nil {
		d.Write(bytes.TrimSuffix(text.Bytes(), []byte("\n")))
	}
}

// elements writes n values as the lines of an array that is already open, up to its end.
func (d *document) elements(indent string, n int, value func(i int) any) {
	for i := range n {
		if i > 0 {
			d.raw(",")
		}
		d.raw("\n" + indent)
		d.value(value(i))
	}
	if n > 0 {
		d.raw("\n" + indent[2:])
	}
	d.raw("]")
}

func (d *document) close() error {
	if d.err != nil {
		return d.err
	}
	return d.Flush()
}
