package ecma_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"regexp"
	"regexp/syntax"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/generator/golang/ecma"
)

// judge runs patterns in node: with the u flag, and without it those that are only valid so.
const judge = `
const cases = JSON.parse(require("fs").readFileSync(0, "utf8"));
const compile = (p, f) => { try { return new RegExp(p, f) } catch { return null } };
console.log(JSON.stringify(cases.map(c => {
  const u = compile(c.pattern, "u"), re = u ?? compile(c.pattern, "");
  return {valid: re !== null, legacy: u === null, match: re ? c.texts.map(t => re.test(t)) : []};
})));`

type question struct {
	Pattern string   `json:"pattern"`
	Texts   []string `json:"texts"`
}

type answer struct {
	Valid, Legacy bool
	Match         []bool
}

func askNode(t *testing.T, questions []question) []answer {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("needs node to ask what ECMA-262 says, which is not installed")
	}
	in, err := json.Marshal(questions)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(node, "-e", judge)
	command.Stdin, command.Stderr = bytes.NewReader(in), os.Stderr
	out, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	var answers []answer
	if err := json.Unmarshal(out, &answers); err != nil {
		t.Fatal(err)
	}
	return answers
}

// compare asks node about patterns and returns how many of them are translated.
func compare(t *testing.T, patterns []string, texts int, random *rand.Rand) (done int) {
	t.Helper()
	questions := make([]question, len(patterns))
	for i, p := range patterns {
		questions[i] = question{p, someTexts(p, texts, random)}
	}
	for i, a := range askNode(t, questions) {
		q := questions[i]
		re2, err := ecma.Translate(q.Pattern)
		if err != nil {
			continue
		}
		done++
		if !a.Valid {
			t.Errorf("%q is translated to %q, but node refuses it", q.Pattern, re2)
			continue
		}
		re := regexp.MustCompile(re2)
		for k, text := range q.Texts {
			switch {
			case a.Legacy && beyondBMP(q.Pattern+text):
				continue // without u, node takes such a character for two
			case unassigned(text):
				continue // node's Unicode may be newer than Go's
			}
			if re.MatchString(text) != a.Match[k] {
				t.Errorf("%q on %q: node says %v, %q the contrary", q.Pattern, text, a.Match[k], re2)
			}
		}
	}
	return done
}

func beyondBMP(text string) bool {
	return strings.Contains(text, `\uD8`) || strings.ContainsFunc(text, func(r rune) bool { return r > 0xFFFF })
}

func unassigned(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		return r > 0x7F && r != 0xFFFF && r != 0x10FFFF && !unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z, unicode.Cc, unicode.Cf, unicode.Co)
	})
}

// TestNodeAgreesOnTable holds the tables of examples against node: what they say matches, matches,
// and what is accepted is ECMA-262.
func TestNodeAgreesOnTable(t *testing.T) {
	var questions []question
	for _, c := range translated() {
		questions = append(questions, question{c.pattern, append(c.yes, c.no...)})
	}
	for i, a := range askNode(t, questions) {
		c := translated()[i]
		for k, text := range questions[i].Texts {
			if want := k < len(c.yes); !a.Valid || a.Match[k] != want {
				t.Errorf("the table says %v of %q on %q, and node does not", want, c.pattern, text)
			}
		}
	}
}

func TestNodeAgreesOnRandomPatterns(t *testing.T) {
	n := 4000
	if os.Getenv("BYLAW_PROOF") == "1" {
		n = 100_000
	}
	random := rand.New(rand.NewPCG(262, 2))
	patterns := make([]string, n)
	for i := range patterns {
		patterns[i] = randomPattern(random, 3)
	}
	done := compare(t, patterns, 20, random)
	t.Logf("%d of %d random patterns are translated, and all of those match as in node", done, n)
	if done < n/4 {
		t.Errorf("only %d of %d random patterns are translated", done, n)
	}
}

// randomPattern puts a pattern together from pieces, good and bad.
func randomPattern(random *rand.Rand, depth int) string {
	var p strings.Builder
	for range random.IntN(4) + 1 {
		p.WriteString(randomAtom(random, depth))
		if random.IntN(3) == 0 {
			p.WriteString(pick(random, "*", "+", "?", "{2}", "{1,}", "{0,2}", "{,2}", "*?", "+?", "{2,1}", "{3}?", "**"))
		}
	}
	return p.String()
}

func randomAtom(random *rand.Rand, depth int) string {
	switch choice := random.IntN(12); {
	case choice == 0 && depth > 0:
		return pick(random, "(", "(?:", "(?<n>", "(?:", "(?:", "(?=") + randomPattern(random, depth-1) + ")"
	case choice == 1 && depth > 0:
		return "(?:" + randomPattern(random, depth-1) + "|" + randomPattern(random, depth-1) + ")"
	case choice <= 4:
		return randomClass(random)
	case choice <= 7:
		return pick(random, escapes()...)
	case choice == 8:
		return pick(random, "^", "$", `\b`, `\B`, ".", "|", "{", "}", "]", ")", "-", "/", "[]", "[^]", "é", "😀", "\u2028", " ")
	}
	return pick(random, "a", "b", "K", "1", "_", "x")
}

func randomClass(random *rand.Rand) string {
	var c strings.Builder
	c.WriteString(pick(random, "[", "[", "[^"))
	for range random.IntN(4) {
		c.WriteString(pick(random, append(escapes(), "a", "a-c", "b-K", "K-b", "0-9", "-", "^", "[", "é-\u2030", "\u2028", ".", "😀", `\b`, `\w-a`, "a-\\d", "&&", ":", "\\-")...))
	}
	return c.String() + "]"
}

func escapes() []string {
	return []string{`\d`, `\D`, `\w`, `\W`, `\s`, `\S`, `\t`, `\n`, `\v`, `\f`, `\r`, `\0`, `\cJ`, `\x41`, `\u0061`, `\u{62}`,
		`\uD83D\uDE00`, `\p{L}`, `\P{L}`, `\p{Lu}`, `\p{Script=Greek}`, `\p{ASCII}`, `\P{Nd}`, `\p{Alphabetic}`, `\/`, `\.`, `\-`, `\_`,
		`\@`, `\{`, `\]`, `\^`, `\a`, `\1`, `\c1`, `\x4`, `\uD83D`, `\ `, `\"`}
}

func pick(random *rand.Rand, from ...string) string { return from[random.IntN(len(from))] }

// someTexts returns texts to try a pattern on: half of them made to match its translation, and the
// same with a character changed.
func someTexts(pattern string, n int, random *rand.Rand) []string {
	texts := []string{""}
	var tree *syntax.Regexp
	if re2, err := ecma.Translate(pattern); err == nil {
		tree, _ = syntax.Parse(re2, syntax.Perl)
	}
	for len(texts) < n {
		text := randomText(random)
		if tree != nil && random.IntN(4) > 0 {
			text = string(matching(tree, random, nil))
		}
		if random.IntN(2) == 0 {
			text = changed(text, random)
		}
		if len(text) < 10_000 {
			texts = append(texts, text)
		}
	}
	return texts
}

func randomText(random *rand.Rand) string {
	var text []rune
	for range random.IntN(5) {
		text = append(text, randomRune(random))
	}
	return string(text)
}

func randomRune(random *rand.Rand) rune {
	runes := []rune("abcKk1_x{}-/.^]@ \t\n\v\f\r\x00\u0085\u00a0é\u0130\u017f\u212aαΩ\u0660\u1680\u180e\u200b\u2028\u2029\u3000\ufeff\ufffd\uffff😀\U00010400\U0010FFFF\"[:&")
	return runes[random.IntN(len(runes))]
}

func changed(text string, random *rand.Rand) string {
	runes := []rune(text)
	at := random.IntN(len(runes) + 1)
	switch random.IntN(3) {
	case 0:
		return string(runes[:at]) + string(randomRune(random)) + string(runes[at:])
	case 1:
		return string(runes[:at]) + string(runes[min(at+1, len(runes)):])
	}
	return text + string(randomRune(random))
}

// matching appends a text that the expression matches, assertions left aside.
func matching(re *syntax.Regexp, random *rand.Rand, text []rune) []rune {
	switch re.Op {
	case syntax.OpLiteral:
		return append(text, re.Rune...)
	case syntax.OpCharClass:
		return appendFromClass(text, re.Rune, random)
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return append(text, randomRune(random))
	case syntax.OpAlternate:
		return matching(re.Sub[random.IntN(len(re.Sub))], random, text)
	}
	low, high := times(re)
	for range low + random.IntN(high-low+1) {
		for _, sub := range re.Sub {
			text = matching(sub, random, text)
		}
	}
	return text
}

func appendFromClass(text, ranges []rune, random *rand.Rand) []rune {
	if len(ranges) == 0 {
		return text
	}
	i := random.IntN(len(ranges)/2) * 2
	r := ranges[i]
	switch random.IntN(3) {
	case 0:
		r = ranges[i+1]
	case 1:
		r += rune(random.Int64N(int64(ranges[i+1]-ranges[i]) + 1))
	}
	if !utf8.ValidRune(r) {
		r = ranges[i]
	}
	return append(text, r)
}

func times(re *syntax.Regexp) (low, high int) {
	switch re.Op {
	case syntax.OpStar:
		return 0, 3
	case syntax.OpPlus:
		return 1, 3
	case syntax.OpQuest:
		return 0, 1
	case syntax.OpRepeat:
		if re.Max < 0 {
			return re.Min, re.Min + 2
		}
		return re.Min, min(re.Max, re.Min+3)
	}
	return 1, 1
}
