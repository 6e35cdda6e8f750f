package report

import (
	"bufio"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"io"
	"path"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/spec/source"
)

const (
	// htmlFindings is how many findings a page lists: a browser shows that many at once, in about
	// two megabytes.
	htmlFindings = 1_000
	// htmlOfRule is how many findings of one rule a page lists.
	htmlOfRule = 100
	// htmlWidth is how many columns of a line of a spec are shown.
	htmlWidth = 160
	// htmlText is how many bytes of a text that a spec could have grown are shown.
	htmlText = 4_000
)

var (
	//go:embed html.tmpl
	htmlTemplate string
	//go:embed html.css
	htmlStyle string
	//go:embed html.js
	htmlScript string
)

// HTML prints a page that is one file and needs no network. It can be read without its script, which
// filters the findings; the page's policy lets no other script run. The gravest findings are listed,
// up to a number, and all of them are counted by rule.
func HTML(w io.Writer, s *Summary, _ Options) error {
	return htmlPageOf(s).write(w)
}

func (p *htmlPage) write(w io.Writer) error {
	page, err := template.New("report").Funcs(template.FuncMap{"sentence": sentence}).Parse(htmlTemplate)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	if err := page.Execute(out, p); err != nil {
		return err
	}
	return out.Flush()
}

// htmlPage is what the template shows. Its texts are those of a spec wherever a template.CSS or
// template.JS does not say that they are ours; the template escapes them.
type htmlPage struct {
	Words      htmlWords
	Policy     string
	Style      template.CSS
	Script     template.JS
	Mood       string // the gravest severity that matters: error, warning or clean
	Title      string
	Verdict    string
	Notes      []string
	Cards      []htmlCard
	Grades     []string   // what can be filtered by
	Score      *htmlScore // nil: none was made
	Tables     []htmlTable
	Rules      []htmlRule
	Files      []*htmlFile
	Shown      int
	Total      int
	NotChecked []NotChecked
	Beyond     []NotChecked
	Unnamed    int // things that were not checked beyond those named
	Version    string
	Headline   string
}

// htmlWords is what a page calls the things that it lists, in lower case.
type htmlWords struct{ Things, Kinds, Kind, Title, Grade, Place string }

// htmlCard is a number that stands out.
type htmlCard struct{ Class, Text string }

type htmlRule struct {
	Name            htmlRuleName
	Severity, Grade string // the colour, and the word
	Total, Shown    int
}

// htmlRuleName is a rule with what is published of it.
type htmlRuleName struct{ ID, Title, Link string }

func htmlRuleNameOf(s *Summary, id string) htmlRuleName {
	info, _ := s.rule(id)
	return htmlRuleName{ID: htmlLine(id), Title: htmlLine(info.Title), Link: info.HelpURI}
}

type htmlFile struct {
	Path, Title, Counts string
	Folded              bool
	Findings            []htmlFinding
	counts              Summary // only its findings
}

func htmlPageOf(s *Summary) *htmlPage {
	shown := few(s.Findings, htmlOfRule, htmlFindings)
	page := newHTMLPage(s)
	page.Words = htmlWords{"findings", "rules", "rule", "what is wrong", "severity", "file"}
	page.Mood, page.Title, page.Verdict, page.Cards = htmlMood(s), headline(s), htmlVerdict(s), htmlCards(s)
	if text := fixes(s); text != "" {
		page.Notes = []string{text}
	}
	page.Score = htmlScoreOf(s)
	page.Grades = []string{Error.String(), Warning.String(), Info.String()}
	page.Rules, page.Files, page.Shown, page.Total = htmlRules(s, shown), htmlFiles(s, shown), len(shown), len(s.Findings)
	return page
}

// newHTMLPage returns a page with what stands around all that it lists.
func newHTMLPage(s *Summary) *htmlPage {
	named := min(len(s.NotChecked), htmlFindings)
	return &htmlPage{
		Policy: htmlPolicy(), Style: template.CSS(htmlStyle), Script: template.JS(htmlScript),
		NotChecked: htmlNotChecked(s.NotChecked[:named]), Beyond: htmlNotChecked(s.Beyond), Unnamed: len(s.NotChecked) - named,
		Version: s.Version, Headline: htmlLine(s.Headline), Tables: htmlTables(s),
	}
}

// sentence returns a text as the beginning of a sentence.
func sentence(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

func htmlVerdict(s *Summary) string {
	if len(s.Findings) == 0 || s.FailOn == Off {
		return ""
	}
	return verdict(s)
}

// htmlPolicy allows this page's own style and script by what they are, and nothing else: were a
// spec's text to become markup by a mistake of ours, it still could not run or load anything.
func htmlPolicy() string {
	return "default-src 'none'; style-src " + htmlHash(htmlStyle) + "; script-src " + htmlHash(htmlScript) +
		"; base-uri 'none'; form-action 'none'"
}

func htmlHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

func htmlMood(s *Summary) string {
	switch {
	case s.Failing() > 0:
		return "error"
	case len(s.Findings) > 0 || s.Checked == (Counts{}):
		return "warning"
	}
	return "clean"
}

func htmlCards(s *Summary) []htmlCard {
	return []htmlCard{
		{"error", count(s.Count(Error), "error")},
		{"warning", count(s.Count(Warning), "warning")},
		{"info", strconv.Itoa(s.Count(Info)) + " info"},
		{"", strconv.Itoa(s.Suppressed) + " suppressed"},
		{"", strconv.Itoa(len(s.NotChecked)) + " not checked"},
		{"", count(s.Checked.Files, "file") + " checked"},
		{"", count(s.Checked.Operations, "operation")},
		{"", count(s.Checked.Types, "type")},
		{"", count(s.Checked.Fields, "field")},
	}
}

func htmlRules(s *Summary, shown []int) []htmlRule {
	var rules []htmlRule
	for _, c := range countRules(s.Findings, shown) {
		rules = append(rules, htmlRule{htmlRuleNameOf(s, c.rule), c.severity.String(), c.severity.String(), c.total, c.shown})
	}
	return rules
}

// htmlFiles lists the findings by file, in the order of their places.
func htmlFiles(s *Summary, shown []int) []*htmlFile {
	listed := make([]bool, len(s.Findings))
	for _, i := range shown {
		listed[i] = true
	}
	prints := Fingerprints(s.Findings)
	var files []*htmlFile
	at := map[string]*htmlFile{}
	for i := range s.Findings {
		f := &s.Findings[i]
		file := at[fileOf(f)]
		if file == nil {
			file = &htmlFile{Path: htmlLine(fileOf(f)), Title: htmlLine(fileTitle(fileOf(f)))}
			at[fileOf(f)] = file
			files = append(files, file)
		}
		file.counts.Findings = append(file.counts.Findings, *f)
		if listed[i] {
			file.Findings = append(file.Findings, htmlFindingOf(s, f, prints[i]))
		}
	}
	return countedFiles(files)
}

// countedFiles drops files of which no finding is listed; the counts by rule have those.
func countedFiles(files []*htmlFile) []*htmlFile {
	listed := files[:0]
	for _, file := range files {
		file.Counts = bySeverity(&file.counts)
		if more := len(file.counts.Findings) - len(file.Findings); more > 0 {
			file.Counts += "; " + strconv.Itoa(more) + " of them not listed"
		}
		if len(file.Findings) > 0 {
			listed = append(listed, file)
		}
	}
	return listed
}

func htmlNotChecked(list []NotChecked) []NotChecked {
	var named []NotChecked
	for _, n := range list {
		named = append(named, NotChecked{What: htmlLine(n.What), Why: htmlLine(n.Why)})
	}
	return named
}

// htmlLine is a text on one line, in which everything can be seen.
func htmlLine(text string) string { return visible(cut(text, htmlText)) }

// htmlPlace names a place of today's files as editors take it.
func htmlPlace(span source.Span, name string) string {
	if span.IsZero() {
		return ""
	}
	return htmlLine(name) + ":" + strconv.Itoa(span.Position().Line) + ":" + strconv.Itoa(span.File.RuneColumn(int(span.Start)))
}

func htmlBase(span source.Span) string { return path.Base(span.Path()) }
