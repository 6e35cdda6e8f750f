package broker

import (
	"bytes"
	"encoding/json"
)

// laidOut returns a contract over several lines, which findings can point into, and without the
// members that brokers add: links and dates. What is no JSON object, or would grow too much, is left as
// it is.
func laidOut(content []byte) []byte {
	var object map[string]json.RawMessage
	if json.Unmarshal(content, &object) != nil || object == nil || grown(content) > maxGrowth*len(content) {
		return content
	}
	for _, name := range []string{"_links", "_embedded", "createdAt"} {
		delete(object, name)
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if encoder.Encode(object) != nil {
		return content
	}
	return out.Bytes()
}

// maxGrowth is how many times longer a contract may become by its margins. Real ones double.
const maxGrowth = 8

// grown returns how long valid JSON is about to become: each value gets a line and a margin of its depth.
func grown(content []byte) int {
	size, depth := len(content), 0
	inText := false
	for i := 0; i < len(content); i++ {
		switch c := content[i]; {
		case inText && c == '\\':
			i++
		case c == '"':
			inText = !inText
		case inText:
		case c == '{' || c == '[':
			depth++
			size += 1 + 2*depth
		case c == '}' || c == ']':
			depth--
			size += 1 + 2*depth
		case c == ',':
			size += 1 + 2*depth
		}
	}
	return size
}
