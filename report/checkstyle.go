package report

import (
	"bufio"
	"encoding/xml"
	"io"
)

// Checkstyle prints the findings as the XML of Checkstyle, which Jenkins, SonarQube, reviewdog and many
// editors read. Columns count characters from 1. What was not checked has no place in it.
func Checkstyle(w io.Writer, s *Summary, _ Options) error {
	out := bufio.NewWriter(w)
	out.WriteString(xml.Header)
	encoder := xml.NewEncoder(out)
	encoder.Indent("", "  ")
	if err := encoder.Encode(checkstyleOf(s)); err != nil {
		return err
	}
	out.WriteString("\n")
	return out.Flush()
}

type (
	checkstyle struct {
		XMLName xml.Name          `xml:"checkstyle"`
		Version string            `xml:"version,attr"` // of Checkstyle's own output that this is like
		Files   []*checkstyleFile `xml:"file"`
	}
	checkstyleFile struct {
		Name   string            `xml:"name,attr"`
		Errors []checkstyleError `xml:"error"`
	}
	checkstyleError struct {
		Line     int    `xml:"line,attr,omitempty"`
		Column   int    `xml:"column,attr,omitempty"`
		Severity string `xml:"severity,attr"`
		Message  string `xml:"message,attr"`
		Source   string `xml:"source,attr"`
	}
)

func checkstyleOf(s *Summary) checkstyle {
	document := checkstyle{Version: "4.3"}
	files := map[string]*checkstyleFile{}
	for i := range s.Findings {
		f := &s.Findings[i]
		name := visible(fileTitle(fileOf(f)))
		if files[name] == nil {
			files[name] = &checkstyleFile{Name: name}
			document.Files = append(document.Files, files[name])
		}
		files[name].Errors = append(files[name].Errors, checkstyleErrorOf(f))
	}
	return document
}

// checkstyleErrorOf calls every finding an error, as the format does; its severities are bylaw's.
func checkstyleErrorOf(f *Finding) checkstyleError {
	e := checkstyleError{Severity: f.Severity.String(), Message: oneLine(f), Source: "bylaw." + f.Rule}
	if !f.Span.IsZero() {
		e.Line, e.Column = f.Span.Position().Line, f.Span.File.RuneColumn(int(f.Span.Start))
	}
	return e
}
