package match_test

import (
	"fmt"
	"testing"
)

// bodyCases are bodies other than JSON: what is expected, its rules, and what is given.
var bodyCases = []struct {
	name, kind, expected, rules string
	given                       []string
}{
	{
		"XML", "application/xml", `<o id="1" x="y"><item sku="a">one</item><note/></o>`, ``,
		[]string{
			`<o id="1" x="y"><item sku="a">one</item><note/></o>`, `<?xml version="1.0"?><o x="y" id="1"><item sku="a">one</item><note></note></o>`,
			`<o id="2" x="y"><item sku="a">one</item><note/></o>`, `<o id="1"><item sku="a">one</item><note/></o>`, `<o id="1" x="y" z="1"><item sku="a">one</item><note/></o>`,
			`<o id="1" x="y"><item sku="a">two</item><note/></o>`, `<o id="1" x="y"><item sku="a">one</item></o>`, `<o id="1" x="y"><item sku="a">one</item><note/><more/></o>`,
			`<o id="1" x="y"><note/><item sku="a">one</item></o>`, `<p id="1" x="y"><item sku="a">one</item><note/></p>`, `<o id="1" x="y"><item sku="a">one</item><note>x</note></o>`, `<o>`, ``,
			`<o id="1" x="y"> <item sku="a"> one </item> <note/> </o>`, `<o id="1" x="y"><!-- said --><item sku="a">one</item><note/></o>`, `<o id="1" x="y"><item sku="a"><![CDATA[one]]></item><note/></o>`,
		},
	},
	{
		"XML by rules", "application/xml", `<o id="1"><item sku="a">one</item></o>`,
		`"$.o.item": {"matchers": [{"match": "type"}]}, "$.o['@id']": {"matchers": [{"match": "integer"}]}, "$.o.item['@sku']": {"matchers": [{"match": "regex", "regex": "[a-c]"}]}, "$.o.item['#text']": {"matchers": [{"match": "include", "value": "o"}]}`,
		[]string{
			`<o id="42"><item sku="b">two</item></o>`, `<o id="x"><item sku="b">two</item></o>`, `<o id="42"><item sku="d">two</item></o>`, `<o id="42"><item sku="a">three</item></o>`,
			`<o id="42"><item sku="a">two</item><item sku="b">one</item></o>`, `<o id="42"><item sku="a">two</item><item sku="z">one</item></o>`, `<o id="42"></o>`,
		},
	},
	{
		"namespaces", "application/xml", `<o xmlns="urn:a"><b xmlns:c="urn:c" c:d="1"/></o>`, ``,
		[]string{`<o xmlns="urn:a"><b xmlns:c="urn:c" c:d="1"/></o>`, `<x:o xmlns:x="urn:a"><x:b xmlns:y="urn:c" y:d="1"/></x:o>`, `<o xmlns="urn:other"><b xmlns:c="urn:c" c:d="1"/></o>`},
	},
	{
		"a form", "application/x-www-form-urlencoded", "a=1&b=x+y&b=z", `"$.a": {"matchers": [{"match": "regex", "regex": "\\d+"}]}`,
		[]string{"a=1&b=x+y&b=z", "b=x%20y&b=z&a=77", "a=q&b=x+y&b=z", "a=1&b=x+y", "a=1&b=z&b=x+y", "a=1&b=x+y&b=z&c=1", ""},
	},
	{"text", "text/plain", "hello", ``, []string{"hello", "hello ", "Hello", ""}},
	{"text by a pattern", "text/plain", "hello", `"$": {"matchers": [{"match": "regex", "regex": "h\\w+"}]}`, []string{"hello", "hi", "h", "oh hello", "hello you"}},
	{"text with a part", "text/plain", "hello", `"$": {"matchers": [{"match": "include", "value": "ell"}]}`, []string{"hello", "bell", "bee"}},
	{"bytes", "application/octet-stream", "\x00\x01\x02", ``, []string{"\x00\x01\x02", "\x00\x01\x03", "\x00"}},
	{"a picture", "image/png", "\x89PNG\r\n\x1a\nx", `"$": {"matchers": [{"match": "contentType", "value": "image/png"}]}`, []string{"\x89PNG\r\n\x1a\nother", "GIF89a", "\xff\xd8\xff\xe0"}},
	{
		"parts", "multipart/form-data; boundary=A", part("A", "t", "text/plain", "one") + part("A", "j", "application/json", `{"a": 1}`) + "--A--\r\n",
		`"$.j.a": {"matchers": [{"match": "type"}]}`,
		[]string{
			part("A", "t", "text/plain", "one") + part("A", "j", "application/json", `{"a": 1}`) + "--A--\r\n", part("A", "t", "text/plain", "one") + part("A", "j", "application/json", `{"a": 2}`) + "--A--\r\n",
			part("A", "t", "text/plain", "two") + part("A", "j", "application/json", `{"a": 1}`) + "--A--\r\n", part("A", "t", "text/plain", "one") + "--A--\r\n",
			part("A", "t", "text/plain", "one") + part("A", "j", "application/json", `{"a": "1"}`) + "--A--\r\n", part("A", "j", "application/json", `{"a": 1}`) + part("A", "t", "text/plain", "one") + "--A--\r\n",
		},
	},
}

func part(boundary, name, kind, text string) string {
	return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\nContent-Type: " + kind + "\r\n\r\n" + text + "\r\n"
}

func bodyExchanges(t *testing.T) []exchange {
	t.Helper()
	var all []exchange
	for _, c := range bodyCases {
		for i, given := range c.given {
			expected, actual := ruled(t, body(c.kind, c.expected), c.rules), body(c.kind, given)
			expected.Status, actual.Status = 200, 200
			all = append(all, exchange{fmt.Sprint(c.name, " → ", i), expected, actual})
		}
	}
	return all
}
