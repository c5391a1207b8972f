import { describe, expect, it } from "vitest";
import { attributeOf, elementsAt, escapeXml, parseXml, textAt } from "@/server/connectors/dav";

describe("answers of WebDAV servers", () => {
  it("[DAV-1] are read by local names, whatever the prefixes", () => {
    for (const [dav, cal] of [["D:", "C:"], ["ns0:", "ns1:"], ["", "x-y:"]] as const) {
      const text = `<?xml version="1.0"?><${dav}multistatus><${dav}response><${dav}href>/a%20b/</${dav}href><${dav}propstat><${dav}prop><${cal}supported><${cal}comp name="VEVENT"/><${cal}comp name="VTODO"/></${cal}supported></${dav}prop></${dav}propstat></${dav}response></${dav}multistatus>`;
      const [response] = elementsAt(parseXml(text, "h"), "multistatus", "response");
      expect(textAt(response, "href")).toBe("/a%20b/");
      expect(elementsAt(response, "propstat", "prop", "supported", "comp").map((comp) => attributeOf(comp, "name"))).toEqual(["VEVENT", "VTODO"]);
      expect([textAt(response, "nothing"), elementsAt(response, "nothing", "at", "all")]).toEqual([null, []]);
    }
  });

  it("[DAV-1] keep texts as they are: entities, CDATA, numbers", () => {
    const root = parseXml("<a><t>BEGIN:X&#13;\nA:1 &amp; 2 &lt;3&gt;&#xD;\nEND</t><c><![CDATA[<b> & ]]></c><n>007</n></a>", "h");
    expect([textAt(root, "a", "t"), textAt(root, "a", "c"), textAt(root, "a", "n")]).toEqual(["BEGIN:X\r\nA:1 & 2 <3>\r\nEND", "<b> & ", "007"]);
  });

  it.each(["", "hello", "<a>", "<a></b>", "<!DOCTYPE html><html></html>", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', '<!doctype a [<!ENTITY % x SYSTEM "file:///etc/passwd">]><a/>'])("[DAV-2] are refused when they are no XML, or bring a DTD: %j", (text) => {
    expect(() => parseXml(text, "h")).toThrow(expect.objectContaining({ code: "remote_invalid" }) as Error);
  });

  it("[DAV-1] are asked for with texts that stay texts", () => {
    const text = `<a> & "b" 'c' &amp;`;
    expect(textAt(parseXml(`<x>${escapeXml(text)}</x>`, "h"), "x")).toBe(text);
  });
});
