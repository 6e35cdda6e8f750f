package boundary

import (
	"bytes"
	"iter"
	"net/http"
	"strings"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// SendItems answers with a stream: each item is checked, written and flushed by itself. In
// text/event-stream an item is the data of an event; in application/json-seq it follows RFC 7464;
// anything else is one line of JSON an item. The head goes out before the first item. The stream ends
// when the client is gone; an item that fails or breaks the contract is logged, and the connection is
// cut, because the end of a stream would say that there is no more.
func SendItems[T any](c *Call, status int, mediaType string, items iter.Seq2[T, error], write func(*T, *wire.Writer), check wire.Check) {
	frame := (*Call).frameLine
	switch name, _, _ := strings.Cut(mediaType, ";"); strings.TrimSpace(name) {
	case "text/event-stream":
		frame = (*Call).frameData
	case "application/json-seq":
		frame = (*Call).frameSequence
	}
	sendAll(c, status, mediaType, items, write, check, frame)
}

// SendEvents is SendItems for items that are whole events: their members data, event, id and retry
// are the fields of the event (OpenAPI 3.2, section 4.14.4).
func SendEvents[T any](c *Call, status int, mediaType string, items iter.Seq2[T, error], write func(*T, *wire.Writer), check wire.Check) {
	sendAll(c, status, mediaType, items, write, check, (*Call).frameEvent)
}

func sendAll[T any](c *Call, status int, mediaType string, items iter.Seq2[T, error], write func(*T, *wire.Writer), check wire.Check, frame func(*Call, []byte, []byte) []byte) {
	flush, ok := c.open(status, mediaType)
	if !ok || items == nil {
		return
	}
	for item, err := range items {
		if c.gone() {
			return
		}
		c.cut("an item of the stream has failed", err)
		write(&item, c.rewrite(&c.writer, c.out))
		c.out = c.writer.Bytes()
		c.cut("an item of the stream can't be written", c.writer.Err())
		c.verify(c.out, check)
		c.cut("an item of the stream breaks the contract", c.wrong)
		c.out = c.writer.Visible()
		c.body = frame(c, c.body[:0], oneLine(c.out))
		c.cut("an event of the stream can't be written", c.wrong)
		if _, err := c.w.Write(c.body); err != nil {
			return
		}
		flush()
	}
}

// open sends the head of a stream.
func (c *Call) open(status int, mediaType string) (flush func(), ok bool) {
	c.putHeader()
	c.status, c.media = status, mediaType
	if c.wrong != nil || c.answered || c.gone() {
		c.send(nil)
		return nil, false
	}
	c.begin(-1)
	if c.bodyless(status) {
		return nil, false
	}
	controller := http.NewResponseController(c.w)
	flush = func() { controller.Flush() } // a writer that can't flush sends when it wants
	flush()
	return flush, true
}

// cut ends the connection if there is an error.
func (c *Call) cut(message string, err error) {
	if err != nil {
		c.log(message, err)
		panic(http.ErrAbortHandler)
	}
}

// oneLine makes a JSON text one line: line ends can only be white space in it.
func oneLine(json []byte) []byte {
	for i, b := range json {
		if b == '\n' || b == '\r' {
			json[i] = ' '
		}
	}
	return json
}

func (c *Call) frameLine(dst, json []byte) []byte {
	return append(append(dst, json...), '\n')
}

func (c *Call) frameSequence(dst, json []byte) []byte {
	return append(append(append(dst, 0x1e), json...), '\n')
}

func (c *Call) frameData(dst, json []byte) []byte {
	return append(append(append(dst, "data: "...), json...), "\n\n"...)
}

func (c *Call) frameEvent(dst, json []byte) []byte {
	n, ok := c.parse(json, errors.Body, "")
	if !ok {
		c.breach("an event")
		return dst
	}
	for m := c.checker.Members(n); m.Next(); {
		switch m.Key {
		case "event", "id", "retry":
			dst = c.frameField(dst, m.Key, c.checker.Text(m.Value))
		case "data":
			dst = c.frameText(dst, m.Value)
		}
	}
	return append(dst, '\n')
}

func (c *Call) frameField(dst []byte, name, text string) []byte {
	if strings.ContainsAny(text, "\r\n\x00") {
		c.breaks("the event's " + name + " has a line end")
	}
	return append(append(append(append(dst, name...), ": "...), text...), '\n')
}

// frameText writes data, which may have several lines; what is no string is JSON text.
func (c *Call) frameText(dst []byte, n wire.Node) []byte {
	text := c.checker.AppendJSON(nil, n)
	if c.checker.Kind(n) == wire.KindString {
		text = []byte(lineEnds.Replace(c.checker.Text(n)))
	}
	for _, line := range bytes.Split(text, []byte("\n")) {
		dst = append(append(append(dst, "data: "...), line...), '\n')
	}
	return dst
}

// lineEnds are all the same to a reader of events.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")
