/* Says back which day was understood, by the same rules as people/thai.py on the server, which decides.
   Field: <input data-date-echo="ระบบเข้าใจว่า {date}" data-date-wrong="…">, and a live region with the id `<id>_echo`.
   Taken: 27/02/2568, 27-2-2568, 27.2.68, ๒๗ ก.พ. ๒๕๖๘, 27 กุมภาพันธ์ 2568, 27 Feb 2025, 2025-02-27.
   A year of 2400 or more is Buddhist; two digits are Buddhist of this century (68 is 2568). */
"use strict";

const ThaiDate = (() => {
  const MONTHS = ["มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน", "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"];
  const SHORT = ["มค", "กพ", "มีค", "เมย", "พค", "มิย", "กค", "สค", "กย", "ตค", "พย", "ธค"];
  const ENGLISH = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
  const DAYS = ["อาทิตย์", "จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์"];
  const ENGLISH_DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

  function month(word) {
    if (/^\d+$/.test(word)) return Number(word);
    const bare = word.replace(/\./g, "");
    const thai = Math.max(MONTHS.indexOf(bare), SHORT.indexOf(bare));
    if (thai >= 0) return thai + 1;
    const low = bare.toLowerCase();
    return ENGLISH.findIndex((name) => name.toLowerCase() === low || name.slice(0, 3).toLowerCase() === low) + 1;
  }

  function year(text) {
    const number = Number(text);
    if (text.length <= 2) return number + 2500 - 543;
    return number >= 2400 ? number - 543 : number;
  }

  /** The day as a Date at noon UTC, or null when the text is no day. */
  function parse(text) {
    const plain = text.trim().replace(/[๐-๙]/g, (d) => String(d.charCodeAt(0) - 0x0e50)).replace(/\u00a0/g, " ");
    let parts = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(plain);
    let found = parts && [parts[3], parts[2], parts[1]];
    if (!found) {
      parts = /^(\d{1,2})\s*[\s./-]\s*(\d{1,2}|[ก-๙.]+|[A-Za-z.]+)\s*[\s./-]\s*(?:พ\.?ศ\.?\s*)?(\d{4}|\d{2})$/.exec(plain);
      found = parts && [parts[1], parts[2], parts[3]];
    }
    if (!found) return null;
    const [d, m, y] = [Number(found[0]), month(found[1]), year(found[2])];
    const day = new Date(Date.UTC(y, m - 1, d, 12));
    return m >= 1 && y >= 1900 && day.getUTCMonth() === m - 1 && day.getUTCDate() === d ? day : null;
  }

  function words(day, language) {
    const [w, d, m, y] = [day.getUTCDay(), day.getUTCDate(), day.getUTCMonth(), day.getUTCFullYear()];
    if (language === "en") return `${ENGLISH_DAYS[w]} ${d} ${ENGLISH[m]} ${y}`;
    return `วัน${DAYS[w]}ที่ ${d}\u00a0${MONTHS[m]}\u00a0${y + 543}`;
  }

  return { parse, words };
})();
